import { asNumber, asText, parseJson, tryParseJson } from '../../runninghub/json';

describe('parseJson', () => {
	it.each([
		['an id beyond 2^53', '{"id":1990246754753896451}', { id: '1990246754753896451' }],
		['a negative one', '[-1990246754753896451]', ['-1990246754753896451']],
		['2^53 itself', '[9007199254740992]', ['9007199254740992']],
		['the largest safe number', '[9007199254740991]', [9007199254740991]],
		['a small id', '{"id":5}', { id: 5 }],
		['an id in text', '{"id":"1990246754753896451"}', { id: '1990246754753896451' }],
		['digits inside text', '["a 1990246754753896451, b"]', ['a 1990246754753896451, b']],
		['a quote inside text', '["\\"1990246754753896451"]', ['"1990246754753896451']],
		['many decimals', '[0.30000000000000004]', [0.30000000000000004]],
		['many negative decimals', '[-0.30000000000000004]', [-0.30000000000000004]],
		['many digits and decimals', '[12345678901234567.5]', [12345678901234567.5]],
		['an exponent', '[1234567890123456789e3]', [1234567890123456789e3]],
	])('reads %s', (_about, text, value) => {
		expect(parseJson(text)).toEqual(value);
	});

	it('refuses what is no JSON', () => {
		expect(() => parseJson('<html>')).toThrow(SyntaxError);
		expect(tryParseJson('{"taskId":"19')).toBeUndefined();
		expect(tryParseJson('')).toBeUndefined();
	});
});

describe('lenient reading', () => {
	it.each([
		['12.5', 12.5],
		[0, 0],
		['', null],
		[' ', null],
		['many', null],
		[null, null],
		[Number.NaN, null],
		[true, null],
		['Infinity', null],
	])('of %p as a number', (value, number) => {
		expect(asNumber(value)).toBe(number);
	});

	it.each([
		['a', 'a'],
		[5, '5'],
		[false, 'false'],
		[null, ''],
		[{}, ''],
		[undefined, ''],
	])('of %p as text', (value, text) => {
		expect(asText(value)).toBe(text);
	});
});
