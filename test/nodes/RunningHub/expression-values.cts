import { FILE_CODE } from '../../n8n/binary-modes.cts';
import { pngFile } from '../../simulator/media-files.cts';
import { itemWithFiles } from './stage.cts';

/** A value that an expression can give. */
export interface ExpressionValue {
	readonly name: string;
	/** As it stands in an expression. */
	readonly code: string;
	/** What it is: nothing, one plain value, one that lost digits, or a value with others inside. */
	readonly shape: 'nothing' | 'plain' | 'lost' | 'compound';
	/** How it reads as text, whole or in part; none for nothing. */
	readonly reads?: RegExp;
	/** The same as a switch and as a number, where it is one. */
	readonly flag?: boolean;
	readonly number?: number;
}

const LONGEST = '18446744073709551615';

/** Each kind of value that an expression can give, whatever the field. */
export const EXPRESSION_VALUES: readonly ExpressionValue[] = [
	{ name: 'missing', code: '$json.typo', shape: 'nothing' },
	{ name: 'null', code: 'null', shape: 'nothing' },
	{ name: 'empty text', code: '""', shape: 'nothing' },
	{ name: 'blanks', code: '"  "', shape: 'nothing', reads: / {2}/ },
	{ name: '0', code: '0', shape: 'plain', reads: /0/, flag: false, number: 0 },
	{ name: 'false', code: 'false', shape: 'plain', reads: /false/, flag: false },
	{ name: '"false"', code: '"false"', shape: 'plain', reads: /false/, flag: false },
	{ name: '"TRUE"', code: '"TRUE"', shape: 'plain', reads: /true/i, flag: true },
	{ name: 'a number', code: '1731', shape: 'plain', reads: /1731/, number: 1731 },
	{ name: 'a number as text', code: '" 1731 "', shape: 'plain', reads: /1731/, number: 1731 },
	{
		name: 'a huge number as text',
		code: `"${LONGEST}"`,
		shape: 'plain',
		reads: /18446744073709551615/,
	},
	{ name: 'a huge number', code: LONGEST, shape: 'lost' },
	{ name: 'a list of one', code: '["swept"]', shape: 'compound', reads: /swept/ },
	{ name: 'a list of two', code: '["swept", "too"]', shape: 'compound', reads: /swept.*too/ },
	{ name: 'an object', code: '{ key: "held" }', shape: 'compound', reads: /held/ },
	{
		name: 'an object with a URL',
		code: '{ url: "https://127.0.0.1:9/swept.png" }',
		shape: 'compound',
		reads: /swept\.png/,
	},
	{ name: 'a date', code: 'new Date(0)', shape: 'compound', reads: /1970-01-01T00:00:00/ },
	{ name: "n8n's date", code: '$now', shape: 'compound', reads: /20\d\d-\d\d-\d\dT/ },
	{ name: 'a file', code: FILE_CODE, shape: 'compound', reads: /anna|\.png/ },
];

/** A value with what it means in the field at hand; `undefined`: nothing there. */
export interface Meant {
	readonly value: ExpressionValue;
	readonly meaning: string | undefined;
}

/** What decides which values a field knows. */
export interface ValueKind {
	readonly type: 'text' | 'flag' | 'choice' | 'number' | 'other';
	/** The values of a choice. */
	readonly options: readonly string[];
}

/** The values for a field: the usual ones, and of a choice each option, also not quite as it is. */
export function valuesFor({ type, options }: ValueKind): Meant[] {
	const chosen = options.flatMap((option): Meant[] =>
		[option, ` ${option.toUpperCase()} `].map((text) => ({
			value: { name: `the option "${text}"`, code: JSON.stringify(text), shape: 'plain' },
			meaning: JSON.stringify(option),
		})),
	);
	const listed = options.map(
		(option): Meant => ({
			value: { name: `["${option}"]`, code: JSON.stringify([option]), shape: 'compound' },
			meaning: undefined,
		}),
	);
	return [
		...EXPRESSION_VALUES.map((value) => ({
			value,
			meaning: String((type === 'flag' ? value.flag : value.number) ?? '') || undefined,
		})),
		...chosen,
		...listed,
	];
}

/** Whatever differs from one run to the next, such as an ID, a time or an address. */
export const PASSING = /"[^"]*(?:\d{6}|https?:)[^"]*"|\d{6,}/g;

/** The items that the expressions are worked out for: as many as there are values. */
export function itemsFor(values: readonly ExpressionValue[]) {
	const data = { content: pngFile(1).bytes, mimeType: 'image/png', fileName: 'anna.png' };
	const item = itemWithFiles({ data });
	return values.map(() => item);
}

/** An expression that gives each item one of the values. */
export function expressionOf(codes: readonly string[]): string {
	return `={{ [${codes.join(', ')}][$itemIndex] }}`;
}
