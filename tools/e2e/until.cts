import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 200;
const PATIENCE_MS = 60_000;

/**
 * Waits until something is so.
 *
 * @param otherwise what is wrong when it is not so within a minute.
 */
export async function until(
	condition: () => boolean | Promise<boolean>,
	otherwise: string,
): Promise<void> {
	const giveUpAt = Date.now() + PATIENCE_MS;
	while (!(await condition())) {
		assert.ok(Date.now() < giveUpAt, otherwise);
		await sleep(LOOK_AGAIN_MS);
	}
}
