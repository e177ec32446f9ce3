import type { RawModel, RawParam } from './raw-models.cts';

const MEDIA = ['image', 'video', 'audio'];

function isWithin(param: RawParam, value: number): boolean {
	return value >= (param.min ?? -Infinity) && value <= (param.max ?? Infinity);
}

function isLegalEntry(param: RawParam, value: unknown): boolean {
	if (MEDIA.includes(param.type)) return typeof value === 'string' && value !== '';
	switch (param.type) {
		case 'integer':
			return Number.isSafeInteger(value) && isWithin(param, Number(value));
		case 'number':
			return Number.isFinite(value) && isWithin(param, Number(value));
		case 'boolean':
			return typeof value === 'boolean';
		case 'enum': {
			const asInteger = param.value_type === 'integer';
			if (typeof value !== (asInteger ? 'number' : 'string')) return false;
			const options = param.options ?? [];
			return options.some((option) => [option.value, option.node_value].includes(String(value)));
		}
		case 'json':
			return typeof value === 'object' && value !== null && !Array.isArray(value);
		default:
			return (
				typeof value === 'string' &&
				value.length >= (param.min_length ?? 0) &&
				value.length <= (param.max_length ?? Infinity)
			);
	}
}

function isLegal(param: RawParam, value: unknown): boolean {
	if (!param.multiple) return isLegalEntry(param, value);
	return (
		Array.isArray(value) &&
		value.length > 0 &&
		value.length <= (param.max_items ?? Infinity) &&
		value.every((entry) => isLegalEntry(param, entry))
	);
}

/** Keys of a body that are missing, unknown, or hold what the captured files do not allow. */
export function illegalKeys(model: RawModel, body: Readonly<Record<string, unknown>>): string[] {
	const unknown = Object.keys(body).filter((key) => !model.params.some((p) => p.key === key));
	const wrong = model.params
		.filter((param) => (param.key in body ? !isLegal(param, body[param.key]) : param.required))
		.map(({ key }) => key);
	return [...unknown, ...wrong];
}
