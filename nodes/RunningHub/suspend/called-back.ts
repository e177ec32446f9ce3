import { n8nClock } from '../runtime/n8n-clock';
import type { KeptTask, Suspension } from './suspension';

/** Milliseconds for which callbacks are remembered after the deadline of their suspension. */
const REMEMBERED = 60_000;

/**
 * What callbacks have told this process of a suspension. n8n saves nothing for a webhook that does
 * not resume the execution, so it is lost with the process.
 */
export class CalledBack {
	/** Tasks that called back and were not seen over yet, with the places of the items called for. */
	private readonly waiting = new Map<string, number>();
	/** What lost submissions turned out to have made, by the place of the item. */
	private readonly found = new Map<number, string>();

	constructor(
		private readonly suspension: Suspension,
		/** Milliseconds since the epoch at which all of it may be forgotten. */
		readonly until: number,
	) {}

	/**
	 * Notes a callback. Which task it is about is known, but for a lost submission, for which the
	 * caller has to name it: any that is not another item's.
	 *
	 * @returns the task that is to be seen over now; `undefined` when there is none.
	 */
	note(index: number, named: string | undefined): string | undefined {
		const task = this.suspension.tasks.find((each) => each.index === index);
		if (task === undefined) return undefined;
		const taskId = this.idOf(task) ?? this.claim(named);
		if (taskId !== undefined) this.waiting.set(taskId, index);
		return taskId;
	}

	/** The task that is waited for; `undefined` for a lost submission, unless its callback was confirmed. */
	idOf({ taskId, index }: KeptTask): string | undefined {
		return taskId ?? this.found.get(index);
	}

	/** Tasks that called back and were not seen over yet, with the places of their items. */
	get unconfirmed(): ReadonlyMap<string, number> {
		return this.waiting;
	}

	/** Whether the callback names a task that has to be proven to be the item's. */
	isClaim(taskId: string): boolean {
		return !this.suspension.tasks.some((task) => this.idOf(task) === taskId);
	}

	/** A task that called back is over. */
	confirm(taskId: string): void {
		const index = this.waiting.get(taskId);
		if (index !== undefined && this.isClaim(taskId) && !this.found.has(index)) {
			this.found.set(index, taskId);
		}
		this.waiting.delete(taskId);
	}

	/** A task that was named is not the item's. */
	refuse(taskId: string): void {
		this.waiting.delete(taskId);
	}

	private claim(named: string | undefined): string | undefined {
		const isOthers =
			named !== undefined && (this.suspension.answered.includes(named) || !this.isClaim(named));
		return isOthers ? undefined : named;
	}
}

/** By the secret of the suspension. */
const remembered = new Map<string, CalledBack>();

/** What callbacks have told this process of a suspension so far. */
export function calledBack(suspension: Suspension): CalledBack {
	const now = n8nClock.now();
	for (const [secret, { until }] of remembered) if (until < now) remembered.delete(secret);
	const known = remembered.get(suspension.secret);
	if (known !== undefined) return known;
	const made = new CalledBack(suspension, suspension.deadline + REMEMBERED);
	remembered.set(suspension.secret, made);
	return made;
}

/** A suspension is over: what its callbacks told is of no use any more. */
export function forgetCalls({ secret }: Suspension): void {
	remembered.delete(secret);
}
