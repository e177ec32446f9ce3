/** The text, cut to at most `length` UTF-16 units, for showing inside a message. */
export function shorten(text: string, length = 60): string {
	return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** Any value as it may be shown inside a message: quoted text, or shortened JSON. */
export function showValue(value: unknown): string {
	if (typeof value === 'string') return `"${shorten(value)}"`;
	if (typeof value === 'object' && value !== null) return shorten(JSON.stringify(value) ?? '');
	return String(value);
}
