import { n8nClock } from '../runtime/n8n-clock';

/** Milliseconds for which a suspension that was woken up is remembered: n8n needs a moment to note it. */
const REMEMBERED = 60_000;

interface Resumption {
	/** Whether a call came while the last look was under way, which may have been too early for it. */
	again: boolean;
	/** Milliseconds since the epoch at which the suspension was woken up. */
	since?: number;
}

/** What this process wakes up, or has just woken up, by suspension. */
const resumptions = new Map<string, Resumption>();

/**
 * Lets the calls for a suspension that come at the same time have one outcome between them: older
 * n8n versions go on with the execution once for every call that gives items.
 *
 * @param suspension names it among all that this process serves.
 * @param look gives the items to go on with, or `undefined` while it is too early.
 * @returns what `look` gave, to one of the callers; `undefined` to all others.
 * @throws what `look` throws, to the same one.
 */
export async function resumeOnce<Items>(
	suspension: string,
	look: () => Promise<Items | undefined>,
): Promise<Items | undefined> {
	forgetOld();
	const known = resumptions.get(suspension);
	if (known !== undefined) {
		known.again = true;
		return undefined;
	}
	const resumption: Resumption = { again: true };
	resumptions.set(suspension, resumption);
	let items: Items | undefined;
	try {
		while (items === undefined && resumption.again) {
			resumption.again = false;
			items = await look();
		}
	} finally {
		if (items === undefined) resumptions.delete(suspension);
		else resumption.since = n8nClock.now();
	}
	return items;
}

function forgetOld(): void {
	const oldest = n8nClock.now() - REMEMBERED;
	for (const [suspension, { since }] of resumptions) {
		if (since !== undefined && since < oldest) resumptions.delete(suspension);
	}
}
