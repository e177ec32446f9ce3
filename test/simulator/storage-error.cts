import type { Answer } from './replies.cts';

/** How the storage behind links words a refusal. */
export function storageError(status: number, code: string, message: string): Answer {
	return {
		status,
		body: `<?xml version="1.0" encoding="utf-8" ?>\n<Error>\n\t<Code>${code}</Code>\n\t<Message>${message}</Message>\n</Error>\n`,
		headers: { 'content-type': 'application/xml' },
	};
}
