/**
 * Time, as the client sees it. n8n, a terminal and the tests each bring their own: the
 * client itself starts no timer.
 */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/**
	 * Resolves after `milliseconds`, or earlier once `signal` is aborted. Never rejects: the
	 * caller looks at the signal.
	 */
	sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
