import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One row of the table of codes. */
export interface DocumentedCode {
	readonly code: string;
	/** RunningHub's name for it, '' where it has none. */
	readonly name: string;
	/** What is between the kind's quotes, or the words that stand in its place. */
	readonly kind: string;
}

const ROW = /^\|\s*(?<code>-?\d+)\s*\|(?<name>[^|]*)\|[^|]*\|(?<kind>[^|]*)\|[^|]*\|[^|]*\|$/gm;

function plain(cell: string | undefined): string {
	return /`([^`]+)`/.exec(cell ?? '')?.[1] ?? (cell ?? '').trim();
}

/** The codes of docs/runninghub-api.md, section 8. */
export function documentedCodes(): DocumentedCode[] {
	const page = readFileSync(join(__dirname, '../../../docs/runninghub-api.md'), 'utf8');
	const section = page.slice(page.indexOf('\n## 8. '), page.indexOf('\n## 9. '));
	return [...section.matchAll(ROW)].map(({ groups }) => ({
		code: groups?.['code'] ?? '',
		name: plain(groups?.['name']),
		kind: plain(groups?.['kind']),
	}));
}
