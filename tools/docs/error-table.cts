import { ERROR_CODES, LEAVES_TASK_OPEN } from '../../runninghub/errors/error-codes';
import { code, plain, table } from './markdown.cts';

/** RunningHub's codes, by number. */
export function errorTable(): string {
	const codes = Object.entries(ERROR_CODES).sort(([left], [right]) => Number(left) - Number(right));
	return table(
		['Code', 'Kind', 'What happened', 'What to do', 'No task made'],
		codes.map(([number, { name, kind, message, hint, noTaskMade }]) => [
			name === undefined ? code(number) : `${code(number)}<br>${code(name)}`,
			`[${kind}](#${kind.toLowerCase()})`,
			plain(message),
			plain(hint),
			noTaskMade ? 'certain' : LEAVES_TASK_OPEN.has(number) ? '' : 'if the answer says so',
		]),
	);
}

/** Which of RunningHub's codes belong to each kind, for pages that explain the kinds. */
export function errorKindTable(headings: readonly string[]): string {
	const kinds = new Map<string, string[]>();
	const codes = Object.entries(ERROR_CODES).sort(([left], [right]) => Number(left) - Number(right));
	for (const [number, { kind }] of codes) {
		kinds.set(kind, [...(kinds.get(kind) ?? []), code(number)]);
	}
	return table(
		headings,
		[...kinds].map(([kind, numbers]) => [`[${kind}](#${kind.toLowerCase()})`, numbers.join(', ')]),
	);
}
