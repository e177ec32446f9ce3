/** What became of one check. */
export type Verdict = 'same' | 'different' | 'not checked';

/** What a check saw, in words that hold no key, no id and nothing about the account. */
export interface Seen {
	readonly verdict: Verdict;
	readonly seen: string;
}

/** One statement of docs/runninghub-api.md, and how it is checked. */
export interface Check {
	/** Number of the section that makes the statement, such as `6.2`. */
	readonly section: string;
	readonly statement: string;
	readonly expected: string;
	/** @throws NotChecked where something that it needs is not there. */
	look(): Promise<Seen>;
}

/** One line of the table. */
export interface Row extends Seen {
	readonly section: string;
	readonly statement: string;
	readonly expected: string;
}

/** Why a statement could not be checked: what it needs is missing, which says nothing about it. */
export class NotChecked extends Error {
	constructor(reason: string) {
		super(reason);
		this.name = 'NotChecked';
	}
}

/** What was seen, and whether it is what was expected. */
export function judged(isExpected: boolean, seen: string): Seen {
	return { verdict: isExpected ? 'same' : 'different', seen };
}
