import { sleep } from 'n8n-workflow';
import type { Clock } from '../../../runninghub/clock';

/** Milliseconds between two looks at the signal: n8n's sleep cannot be cut short in all versions. */
const SLICE = 250;

/** The time of the n8n server. */
export const n8nClock: Clock = {
	now: () => Date.now(),
	async sleep(milliseconds, signal) {
		// Timers know whole milliseconds only.
		const end = Date.now() + Math.ceil(milliseconds);
		for (
			let left = end - Date.now();
			left > 0 && signal?.aborted !== true;
			left = end - Date.now()
		) {
			await sleep(Math.min(SLICE, left));
		}
	},
};
