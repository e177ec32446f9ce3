import { n8nClock } from '../runtime/n8n-clock';

/** Milliseconds for which a suspension that was woken up is remembered: n8n needs a moment to note it. */
const REMEMBERED = 60_000;

/** A call that looks at the tasks of a suspension, or is the next to do so. */
interface Turn {
	/** Aborted once a later call takes over. */
	readonly left: AbortController;
	/** Whether it woke the suspension up. Never rejects. */
	readonly over: Promise<boolean>;
	/** Milliseconds since the epoch at which it did. */
	since?: number;
}

/** The last call for each suspension that this process wakes up, or has just woken up. */
const turns = new Map<string, Turn>();

/**
 * Lets the calls for a suspension look one after the other, the last one for all that came before
 * it: older n8n versions go on with the execution once for every call that gives items.
 *
 * @param suspension names it among all that this process serves.
 * @param look gives the items to go on with, or `undefined` when it gives up. Its signal is aborted
 * once another call takes over.
 * @returns what `look` gave, to one of the callers; `undefined` to all others.
 * @throws what `look` throws.
 */
export async function resumeOnce<Items>(
	suspension: string,
	look: (left: AbortSignal) => Promise<Items | undefined>,
): Promise<Items | undefined> {
	forgetOld();
	const left = new AbortController();
	const previous = turns.get(suspension);
	previous?.left.abort();
	const work = (async () => {
		const isAwake = (await previous?.over) === true;
		if (isAwake || left.signal.aborted) return { isAwake, items: undefined };
		const items = await look(left.signal);
		return { isAwake: items !== undefined, items };
	})();
	const turn: Turn = {
		left,
		over: work.then(
			({ isAwake }) => isAwake,
			() => false,
		),
	};
	turns.set(suspension, turn);
	const isAwake = await turn.over;
	if (isAwake) turn.since = n8nClock.now();
	else if (turns.get(suspension) === turn) turns.delete(suspension);
	return (await work).items;
}

function forgetOld(): void {
	const oldest = n8nClock.now() - REMEMBERED;
	for (const [suspension, { since }] of turns) {
		if (since !== undefined && since < oldest) turns.delete(suspension);
	}
}
