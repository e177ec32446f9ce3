import { createHash, randomUUID } from 'node:crypto';
import { asText } from '../../../runninghub/json';
import { isAgentTool } from '../runtime/agent-tool';
import type { ExecuteContext } from '../runtime/n8n-context';
import { whyUnreachable } from './reachability';

/** Our own parameter: older n8n versions sign nothing, and their addresses can be guessed. */
const TOKEN = 'runninghub';

/** Where the node's context keeps the address that tasks of this execution call back. */
const ADDRESS = 'runningHubCallback';

/** Where RunningHub calls a suspended execution back. */
export interface ResumeAddress {
	/** Holds tokens: for RunningHub alone. */
	readonly url: string;
	/** What a caller's token must hash to. */
	readonly tokenHash: string;
}

/**
 * The address of this execution, with a token of its own: the same in every try and every round of
 * a loop, as tasks of earlier ones may be picked up.
 */
export function resumeAddress(ctx: ExecuteContext): ResumeAddress {
	const base = addressOf(ctx);
	const mark = `${base}${base.includes('?') ? '&' : '?'}${TOKEN}=`;
	const context = ctx.getContext('node');
	const known = asText(context[ADDRESS]);
	const token = known.startsWith(mark) ? known.slice(mark.length) : randomUUID();
	const url = `${mark}${token}`;
	context[ADDRESS] = url;
	return { url, tokenHash: hashToken(token) };
}

/** Whether a caller knows the token. */
export function knowsToken(query: Readonly<Record<string, unknown>>, tokenHash: string): boolean {
	return hashToken(asText(query[TOKEN])) === tokenHash;
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
	const known = asText(ctx.getContext('node')[ADDRESS]);
	if (known !== '' && !known.startsWith(address)) {
		return 'tasks of the failed execution call that one back';
	}
	return whyUnreachable(address, baseUrl);
}

function addressOf(ctx: ExecuteContext): string {
	return asText(ctx.evaluateExpression('{{ $execution.resumeUrl }}', 0));
}

function hashToken(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}
