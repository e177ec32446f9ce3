import type { Logger } from '../../../runninghub/logger';
import { n8nClock } from '../runtime/n8n-clock';

/** Milliseconds between two looks: doubled each time. */
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;

/** What one look came to. */
export type LookOutcome<Rows> =
	| { readonly state: 'over'; readonly rows: Rows }
	| { readonly state: 'running' }
	| { readonly state: 'unseen'; readonly error: unknown };

/** How long to go on looking. */
export interface LookBounds {
	/** Milliseconds since the epoch. */
	readonly deadline: number;
	/** Aborted once a later call looks instead. */
	readonly left: AbortSignal;
	/** Whether the caller's task was looked at in vain just now. */
	readonly isLookedAt: boolean;
}

/**
 * Looks until the tasks are over, as long as it is unknown how they stand.
 *
 * @param look what it throws counts as unseen: the disk may be full, the credential away for a while.
 * @returns `undefined` when a task still runs, another call looks instead, or it is too late.
 */
export async function lookOn<Rows>(
	logger: Logger,
	{ deadline, left, isLookedAt }: LookBounds,
	look: () => Promise<LookOutcome<Rows>>,
): Promise<Rows | undefined> {
	let isSaid = false;
	for (let pause = isLookedAt ? FIRST_PAUSE : 0; ; pause = longer(pause)) {
		if (pause > 0) {
			if (n8nClock.now() + pause >= deadline) return undefined;
			await n8nClock.sleep(pause, left);
		}
		if (left.aborted) return undefined;
		const outcome = await look().catch((error: unknown) => ({ state: 'unseen' as const, error }));
		if (outcome.state === 'over') return outcome.rows;
		if (outcome.state === 'running') return undefined;
		if (isSaid || outcome.error === undefined) continue;
		isSaid = true;
		const end = new Date(deadline).toISOString();
		logger.warn(
			`RunningHub called back, but the tasks cannot be seen; asking on until ${end}: ${String(outcome.error)}`,
		);
	}
}

function longer(pause: number): number {
	return Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, pause * 2));
}
