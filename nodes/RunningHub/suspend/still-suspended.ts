import type { IWebhookFunctions } from 'n8n-workflow';
import { asNumber, asObject } from '../../../runninghub/json';
import { n8nClock } from '../runtime/n8n-clock';
import type { Suspension } from './suspension';

/** Milliseconds for which n8n's own check, made before it handed the call on, is good enough. */
const FRESH = 10_000;
/** Milliseconds before the deadline from which on n8n's timer has the word. */
const MARGIN = 2000;
const TIMEOUT = 5000;
/** What n8n answers for an execution that goes on, has ended, or was stopped. */
const CONFLICT = 409;

/**
 * Whether the execution still waits when a call has taken long. n8n 1.x goes on with what a webhook
 * gives, however late: with an execution that was stopped meanwhile, too. n8n itself knows, and
 * tells at the execution's address; a `GET` does nothing else there.
 *
 * @param calledAt milliseconds since the epoch.
 */
export async function isStillSuspended(
	ctx: IWebhookFunctions,
	{ address, deadline }: Suspension,
	calledAt: number,
): Promise<boolean> {
	// An n8n that was away at the deadline hands the call on after it.
	if (calledAt < deadline && n8nClock.now() >= deadline - MARGIN) return false;
	if (n8nClock.now() - calledAt < FRESH) return true;
	const answer: unknown = await ctx.helpers
		.httpRequest({
			method: 'GET',
			url: address,
			timeout: TIMEOUT,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
		})
		// An n8n that does not reach itself tells nothing.
		.catch(() => undefined);
	return asNumber(asObject(answer).statusCode) !== CONFLICT;
}
