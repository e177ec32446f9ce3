import type { RawModel, RawParam } from './raw-models.cts';

function pick<T>(entries: readonly T[], random: () => number): T {
	const entry = entries[Math.floor(random() * entries.length)];
	if (entry === undefined) throw new Error('nothing to pick from');
	return entry;
}

function numberWithin(param: RawParam, random: () => number): number {
	const min = param.min ?? Math.min(-1, (param.max ?? 0) - 1);
	const max = param.max ?? min + 1000;
	return pick([min, max, min + random() * (max - min)], random);
}

function text(param: RawParam, random: () => number): string {
	const min = param.min_length ?? 1;
	const max = Math.min(param.max_length ?? min + 40, min + 40);
	return 'wörter 词 '.repeat(20).slice(0, Math.round(min + random() * (max - min)));
}

/** One legal value for a parameter, or for one entry of its list, as its own type or as text. */
function entryOf(param: RawParam, random: () => number): unknown {
	const asText = random() < 0.3;
	switch (param.type) {
		case 'integer': {
			const whole = Math.round(numberWithin(param, random));
			return asText ? String(whole) : whole;
		}
		case 'number': {
			const number = Number(numberWithin(param, random).toFixed(4));
			return asText ? String(number) : number;
		}
		case 'boolean': {
			const flag = random() < 0.5;
			return asText ? String(flag) : flag;
		}
		case 'enum': {
			// An empty value cannot be told from an untouched field, and means the same.
			const chosen = pick(
				(param.options ?? []).filter(({ value }) => value !== ''),
				random,
			);
			return asText ? chosen.label : chosen.value;
		}
		case 'json':
			return asText ? '{"index":1,"prompt":"a"}' : { index: 1, prompt: 'a' };
		case 'image':
		case 'video':
		case 'audio':
			return pick(
				[
					`https://files.example/a,b-${Math.floor(random() * 1000)}`,
					'asset://8812',
					'openapi/0f0f.bin',
				],
				random,
			);
		default:
			return text(param, random);
	}
}

/** A legal value for a parameter. */
export function legalValue(param: RawParam, random: () => number): unknown {
	if (!param.multiple) return entryOf(param, random);
	const count = 1 + Math.floor(random() * Math.min(param.max_items ?? 3, 4));
	return Array.from({ length: count }, () => entryOf(param, random));
}

/** All required parameters with legal values, and some of the optional ones. */
export function legalValues(
	model: RawModel,
	shareOfOptional: number,
	random: () => number,
): Record<string, unknown> {
	const filled = model.params.filter(({ required }) => required || random() < shareOfOptional);
	return Object.fromEntries(filled.map((param) => [param.key, legalValue(param, random)]));
}
