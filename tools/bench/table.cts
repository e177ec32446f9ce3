import { type Figure, isOver } from './figure.cts';

const HEADINGS = ['', 'figure', 'value', 'limit', ''] as const;

function shown(value: number, unit: string): string {
	const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
	return `${value.toFixed(Number.isInteger(value) ? 0 : digits)}${unit === '' ? '' : ` ${unit}`}`;
}

function verdict(figure: Figure): string {
	if (figure.limit === undefined) return '';
	return isOver(figure) ? 'OVER' : 'ok';
}

/** The figures as a table for a terminal: one row each, then why a limit is missed. */
export function table(figures: readonly Figure[]): string {
	const notes = figures.flatMap((figure) =>
		isOver(figure) && figure.note !== undefined ? [`(${figure.group}) ${figure.note}`] : [],
	);
	return [rowsOf(figures), ...notes].join('\n\n');
}

function rowsOf(figures: readonly Figure[]): string {
	const rows = figures.map((figure) => {
		const { group, name, value, unit, limit } = figure;
		return [
			`(${group})`,
			name,
			shown(value, unit),
			limit === undefined ? '' : `≤ ${shown(limit, unit)}`,
			verdict(figure),
		];
	});
	const all = [[...HEADINGS], ...rows];
	const widths = HEADINGS.map((_, column) =>
		Math.max(...all.map((row) => row[column]?.length ?? 0)),
	);
	return all
		.map((row) =>
			row
				.map((cell, column) => {
					const width = widths[column] ?? 0;
					return column === 2 || column === 3 ? cell.padStart(width) : cell.padEnd(width);
				})
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}
