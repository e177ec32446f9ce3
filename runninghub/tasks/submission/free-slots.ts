import { getQueueStatus } from '../../api/account';
import { repeatRead } from '../../api/repeat-read';
import type { BatchRequest } from '../batch-request';
import { KeySlots } from './key-slots';

/** Tasks under way at most when neither the key nor the user names a number. */
const MOST_WHEN_UNKNOWN = 50;

/** The slots of a batch. */
export interface FreeSlots {
	readonly slots: KeySlots;
	/** Whether RunningHub tells how many the key has. */
	readonly isTold: boolean;
}

/**
 * Asks RunningHub how many slots of the key are free, once, where more than one task is to be
 * bought (docs/runninghub-api.md, section 6.2). Where that is not told it starts with one.
 */
export async function freeSlots<Prepared, Collected>(
	request: BatchRequest<Prepared, Collected>,
): Promise<FreeSlots> {
	const { jobs, transport, clock, signal, maxConcurrent, logger } = request;
	const purchases = jobs.filter((job) => !('existing' in job));
	if (purchases.length < 2) return { slots: new KeySlots(1, 1, 1), isTold: false };
	const wanted = maxConcurrent > 0 ? maxConcurrent : Number.POSITIVE_INFINITY;
	const answer = await repeatRead(
		clock,
		async () => await getQueueStatus(transport, signal),
		signal,
	).then(
		(status) => ({ status }),
		(error: unknown) => {
			logger.warn(`The free slots of the key are unknown: ${String(error)}`);
			return {};
		},
	);
	if (!('status' in answer) || answer.status.limit === null) {
		return { slots: new KeySlots(1, MOST_WHEN_UNKNOWN, wanted), isTold: false };
	}
	const { limit, current } = answer.status;
	return { slots: new KeySlots(limit - current, limit, wanted), isTold: true };
}
