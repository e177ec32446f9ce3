import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file as somebody had it: see the tests that name it. */
export function caseBytes(name: string): Buffer {
	return readFileSync(join(__dirname, name));
}

/** The same as text, with its byte order mark where it has one. */
export function caseText(name: string): string {
	return caseBytes(name).toString('utf8');
}

/** The same as n8n reads it. */
export function caseJson(name: string): unknown {
	const value: unknown = JSON.parse(caseText(name).replace(/^\uFEFF/, ''));
	return value;
}
