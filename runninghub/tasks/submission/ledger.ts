import { asNumber, asText, isJsonObject, type JsonObject } from '../../json';

/** Why it is unknown whether a submission made a task, in the words of its answer. */
export interface UnclearAnswer {
	readonly message: string;
	/** RunningHub's code and its own words. */
	readonly code?: string;
	readonly detail?: string;
	readonly httpStatus?: number;
}

/** What is known of an item that was submitted in an earlier try of the same execution. */
export interface LedgerEntry {
	/** Absent when the outcome of the submission is unknown. */
	readonly taskId?: string;
	/** Milliseconds since the epoch. */
	readonly submittedAt: number;
	/** What came back in place of a task's id. */
	readonly unclear?: UnclearAnswer;
	/** The highest price that was accepted for it, in the account's currency. */
	readonly price?: number;
}

/** Where a ledger lives: plain data that survives between the tries of an execution. */
export type LedgerStore = Record<string, unknown>;

const ENTRIES = 'runningHubLedger';
const TRIES = 'runningHubTries';
const SPENT = 'runningHubSpent';

/**
 * Remembers which items have been submitted, so that a repeated run of the same items picks up
 * their tasks instead of paying for them again.
 */
export class Ledger {
	constructor(private readonly store: LedgerStore) {}

	/** The entry of an item, if it was submitted before. */
	find(key: string): LedgerEntry | undefined {
		const entry = this.entries()[key];
		if (!isJsonObject(entry)) return undefined;
		const price = asNumber(entry.price);
		return {
			submittedAt: asNumber(entry.submittedAt) ?? 0,
			...(typeof entry.taskId === 'string' && { taskId: entry.taskId }),
			...(price !== null && { price }),
			...(isJsonObject(entry.unclear) && { unclear: readUnclear(entry.unclear) }),
		};
	}

	/** Notes a submission right after its answer, or that its outcome is unknown. Its price counts as spent. */
	note(key: string, entry: LedgerEntry): void {
		if (entry.price !== undefined) this.store[SPENT] = this.spent + entry.price;
		this.entries()[key] = { ...entry };
	}

	/** Forgets an item whose task failed: it may be bought anew. */
	forget(key: string): void {
		delete this.entries()[key];
	}

	/**
	 * What all submissions of the execution may have cost so far, in the account's currency: over all
	 * tries and all rounds of a loop, failed tasks included, as nobody knows which of them are charged
	 * (docs/runninghub-api.md, section 4.5). Only what was submitted with a price preview counts.
	 */
	get spent(): number {
		return asNumber(this.store[SPENT]) ?? 0;
	}

	/** Counts the tries of the execution; 1 for the first. */
	countTry(): number {
		const tries = (asNumber(this.store[TRIES]) ?? 0) + 1;
		this.store[TRIES] = tries;
		return tries;
	}

	/** Forgets all items: the execution has what it paid for. What was spent stays known. */
	clear(): void {
		delete this.store[ENTRIES];
		delete this.store[TRIES];
	}

	private entries(): Record<string, unknown> {
		const entries = this.store[ENTRIES];
		if (isJsonObject(entries)) return entries;
		const made = {};
		this.store[ENTRIES] = made;
		return made;
	}
}

function readUnclear(value: JsonObject): UnclearAnswer {
	const code = asText(value.code);
	const detail = asText(value.detail);
	const httpStatus = asNumber(value.httpStatus);
	return {
		message: asText(value.message),
		...(code !== '' && { code }),
		...(detail !== '' && { detail }),
		...(httpStatus !== null && { httpStatus }),
	};
}
