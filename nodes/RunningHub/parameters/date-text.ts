/**
 * The text of a date, of JavaScript or of n8n's own kind (`$now`), as n8n writes it into a longer
 * text; `undefined` for anything else.
 */
export function dateText(value: unknown): string | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const write: unknown = Reflect.get(value, 'toISO') ?? Reflect.get(value, 'toISOString');
	if (typeof write !== 'function' || !isDate(value)) return undefined;
	const text: unknown = Reflect.apply(write, value, []);
	return typeof text === 'string' ? text : undefined;
}

function isDate(value: object): boolean {
	return (
		(Object.prototype.toString.call(value) === '[object Date]' && !Number.isNaN(Number(value))) ||
		Reflect.get(value, 'isLuxonDateTime') === true
	);
}
