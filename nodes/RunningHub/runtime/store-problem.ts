import { asText } from '../../../runninghub/json';

/** What the system says when n8n cannot write a file. */
const PROBLEMS: Readonly<Record<string, string>> = {
	ENOSPC: 'its disk is full',
	EDQUOT: 'its disk quota is used up',
	EFBIG: 'the file is too large for its disk',
	EROFS: 'its disk is read-only',
	EACCES: 'it may not write there',
	EPERM: 'it may not write there',
	ENOENT: 'its folder does not exist',
	ENOTDIR: 'its folder does not exist',
	EMFILE: 'too many files are open',
	ENFILE: 'too many files are open',
	EIO: 'its disk does not work',
};

/**
 * Why n8n's own store for files did not take a file, in words: n8n puts a text of its own in place of
 * a message that holds a code of the system.
 *
 * @returns `undefined` where the store is not to blame.
 */
export function storeProblem(error: unknown): string | undefined {
	const why = codesOf(error, 0)
		.map((code) => PROBLEMS[code])
		.find((each) => each !== undefined);
	return why === undefined ? undefined : `n8n could not store it: ${why}`;
}

/** The codes of an error and of those it wraps. */
function codesOf(error: unknown, depth: number): string[] {
	if (depth > 4 || typeof error !== 'object' || error === null) return [];
	const cause: unknown = Reflect.get(error, 'cause');
	return [asText(Reflect.get(error, 'code')), ...codesOf(cause, depth + 1)];
}
