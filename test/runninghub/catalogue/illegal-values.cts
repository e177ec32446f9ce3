import type { RawParam } from './raw-models.cts';

const MEDIA = ['image', 'video', 'audio'];

function beyondBounds({ min, max }: RawParam): unknown[] {
	return [
		...(min === undefined ? [] : [min - 1, String(min - 1)]),
		...(max === undefined ? [] : [max + 1, String(max + 1)]),
	];
}

function illegalEntries(param: RawParam): unknown[] {
	if (MEDIA.includes(param.type)) {
		return ['no-such-file', 5, true, {}, { mimeType: 'image/png' }, 'ftp://files.example/a.png'];
	}
	const noNumbers = ['five', '0x10', '5 5', ' ', '1e3', '05', '+5', 'NaN', NaN, Infinity, true, {}];
	switch (param.type) {
		case 'integer':
			return [
				...noNumbers,
				1.5,
				'1.5',
				2 ** 53,
				'9007199254740993',
				'18446744073709551615',
				...beyondBounds(param),
			];
		case 'number':
			return [...noNumbers, '.5', '1,5', ...beyondBounds(param)];
		case 'boolean':
			return ['yes', 'on', '2', 2, -1, {}];
		case 'enum':
			return ['no such option', ' ', NaN, {}, 123456789];
		case 'json':
			return ['not json', '"text"', '5', 5, true];
		default:
			return [
				{},
				NaN,
				...(param.max_length === undefined ? [] : ['x'.repeat(param.max_length + 1)]),
				...((param.min_length ?? 0) > 1 ? ['x'.repeat((param.min_length ?? 0) - 1)] : []),
			];
	}
}

function tooMany(param: RawParam, legalEntry: unknown): unknown[] {
	const most = param.multiple ? param.max_items : 1;
	if (most === undefined) return [];
	return [Array.from({ length: most + 1 }, () => legalEntry)];
}

/** Values for a parameter that must all be refused. */
export function illegalValues(param: RawParam, legalEntry: unknown): unknown[] {
	const entries = illegalEntries(param);
	const wrongShape = param.type === 'json' ? [param.multiple ? {} : [{}]] : [];
	const many = tooMany(param, legalEntry);
	return param.multiple && param.type !== 'json'
		? [...entries.map((entry) => [legalEntry, entry]), ...many]
		: [...entries, ...wrongShape, ...many];
}
