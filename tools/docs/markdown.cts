/** A Markdown table. Cells are Markdown already; a bar in them is escaped here. */
export function table(headings: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A text of RunningHub or of the node as Markdown that shows the same characters. */
export function plain(text: string): string {
	return text.replaceAll(/[\\`*_[\]<>]/g, '\\$&');
}

/** A value as code. */
export function code(text: string): string {
	return `\`${text}\``;
}

/** A description of a field, which n8n takes as HTML, as Markdown. */
export function fromHtml(html: string): string {
	return html
		.split(/(<code>.*?<\/code>|<b>.*?<\/b>|<i>.*?<\/i>)/)
		.map((part) => {
			const [, tag = '', inner = ''] = /^<(code|b|i)>(.*)<\/\1>$/.exec(part) ?? [];
			if (tag === 'code') return code(inner);
			if (tag === 'b') return `**${plain(inner)}**`;
			return tag === 'i' ? `_${plain(inner)}_` : plain(part);
		})
		.join('');
}

const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 });

/** A number with its thousands apart. */
export function amount(value: number): string {
	return WHOLE.format(value);
}
