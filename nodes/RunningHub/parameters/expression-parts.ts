/** Whether a value was entered as an expression. */
export function isExpression(entered: unknown): entered is string {
	return typeof entered === 'string' && entered.startsWith('=');
}

/** The text of an expression without n8n's mark before it, such as `A photo of {{ $json.name }}`. */
export function expressionText(entered: string): string {
	return entered.slice(1).trim();
}

/**
 * The parts of an expression that n8n works out, each with its braces, where there is text beside
 * them; none where the expression is one such part, whose value is known as it is.
 */
export function partsWithin(entered: string): string[] {
	const text = expressionText(entered);
	const parts = text.match(/(?<!\\)\{\{[\s\S]*?(?<!\\)\}\}/g) ?? [];
	return parts.length === 1 && parts[0] === text ? [] : [...parts];
}
