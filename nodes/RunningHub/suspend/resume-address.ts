import { createHmac, randomUUID } from 'node:crypto';
import { asObject, asText } from '../../../runninghub/json';
import { isAgentTool } from '../runtime/agent-tool';
import type { ExecuteContext } from '../runtime/n8n-context';
import { whyUnreachable } from './reachability';

/** Our own parameter: older n8n versions sign nothing, and their addresses can be guessed. */
const TOKEN = 'runninghub';

/** Where the node's context keeps what the tasks of this execution call back. */
const CALLBACK = 'runningHubCallback';

/** Where RunningHub calls a suspended execution back: for each item an address of its own. */
export interface ResumeAddress {
	/** The address of the execution. Holds n8n's own token: for RunningHub alone. */
	readonly address: string;
	/** What the tokens of the items are made with. */
	readonly secret: string;
}

/**
 * The address of this execution: the same in every try, as tasks of earlier ones may be picked up,
 * and with a new secret in every round of a loop, whose items must not be taken for each other's.
 */
export function resumeAddress(ctx: ExecuteContext, isFirstTry: boolean): ResumeAddress {
	const address = addressOf(ctx);
	const known = knownAddress(ctx);
	const isKnown = known.address === address && known.secret !== '';
	const secret = isKnown && !isFirstTry ? known.secret : randomUUID();
	ctx.getContext('node')[CALLBACK] = { address, secret };
	return { address, secret };
}

/** Where RunningHub calls back for an item. */
export function callbackUrl({ address, secret }: ResumeAddress, itemIndex: number): string {
	return `${address}${address.includes('?') ? '&' : '?'}${TOKEN}=${token(secret, itemIndex)}`;
}

/** The place of the item whose token a caller knows; `undefined` for strangers. */
export function callingItem(
	query: Readonly<Record<string, unknown>>,
	secret: string,
): number | undefined {
	const given = asText(query[TOKEN]);
	const index = Number(/^(\d{1,9})-/.exec(given)?.[1] ?? Number.NaN);
	return given === token(secret, index) ? index : undefined;
}

/** Whether an address is another than the one that was given for an item, as far as it tells. */
export function isOtherAddress(url: string, own: ResumeAddress, itemIndex: number): boolean {
	if (url === '') return false;
	if (withoutQuery(url) !== withoutQuery(own.address)) return true;
	const given = new RegExp(`[?&]${TOKEN}=([^&]*)`).exec(url)?.[1];
	return given !== undefined && given !== token(own.secret, itemIndex);
}

/**
 * Why this execution had better wait in memory, if it had: nobody could wake it up again.
 *
 * @param baseUrl of the RunningHub site.
 */
export function whyNotSuspend(ctx: ExecuteContext, baseUrl: string): string | undefined {
	if (isAgentTool(ctx)) return 'an AI agent is waiting for the answer';
	if (ctx.getMode() === 'integrated') return 'a sub-workflow cannot be suspended';
	const address = addressOf(ctx);
	const known = knownAddress(ctx).address;
	if (known !== '' && known !== address) return 'tasks of the failed execution call that one back';
	return whyUnreachable(address, baseUrl);
}

function knownAddress(ctx: ExecuteContext): ResumeAddress {
	const { address, secret } = asObject(ctx.getContext('node')[CALLBACK]);
	return { address: asText(address), secret: asText(secret) };
}

function addressOf(ctx: ExecuteContext): string {
	return asText(ctx.evaluateExpression('{{ $execution.resumeUrl }}', 0));
}

function token(secret: string, itemIndex: number): string {
	const mark = createHmac('sha256', secret).update(String(itemIndex)).digest('hex');
	return `${itemIndex}-${mark.slice(0, 32)}`;
}

function withoutQuery(url: string): string {
	return url.replace(/[?#].*$/s, '');
}
