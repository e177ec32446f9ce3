import type { Row, Verdict } from './check.cts';

const VERDICTS: readonly Verdict[] = ['same', 'different', 'not checked'];
const HEADINGS = ['section', 'statement', 'expected', 'seen', ''] as const;

/** What a report is about, besides its rows. */
export interface ReportFacts {
	/** Name of the service. */
	readonly service: string;
	readonly keyKind: string;
	readonly date: Date;
}

function cells({ section, statement, expected, seen, verdict }: Row): string[] {
	return [section, statement, expected, seen, verdict];
}

/** How many rows have each verdict: `53 same, 1 different, 0 not checked`. */
export function summary(rows: readonly Row[]): string {
	return VERDICTS.map(
		(verdict) => `${rows.filter((row) => row.verdict === verdict).length} ${verdict}`,
	).join(', ');
}

/** The rows as a table for a terminal: those that differ are in capitals. */
export function table(rows: readonly Row[]): string {
	const lines = [
		[...HEADINGS],
		...rows.map((row) => cells(row).map((cell) => (cell === 'different' ? 'DIFFERENT' : cell))),
	];
	const widths = HEADINGS.map((_, column) =>
		Math.max(...lines.map((line) => line[column]?.length ?? 0)),
	);
	return lines
		.map((line) =>
			line
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

/** The rows as a page that can be shared: it holds no key, no id and nothing about the account. */
export function report(rows: readonly Row[], { service, keyKind, date }: ReportFacts): string {
	const lines = [[...HEADINGS], HEADINGS.map(() => '---'), ...rows.map(cells)].map(
		(line) => `| ${line.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
	);
	return `# RunningHub's API, checked

${service}, with a key of kind ${keyKind}, ${date.toISOString().slice(0, 10)}: ${summary(rows)}.

Sections are those of docs/runninghub-api.md. This report holds no key, no id and nothing about the account.

${lines.join('\n')}
`;
}
