import { createHash, randomUUID } from 'node:crypto';
import { SITES } from '../../../runninghub/sites';
import { asText } from '../../../runninghub/json';
import { isAgentTool } from '../actions/run-settings';
import type { ExecuteContext } from '../runtime/n8n-context';

/** Our own parameter: older n8n versions sign nothing, and their addresses can be guessed. */
const TOKEN = 'runninghub';

/** Where RunningHub calls a suspended execution back. */
export interface ResumeAddress {
	/** Holds tokens: for RunningHub alone. */
	readonly url: string;
	/** What a caller's token must hash to. */
	readonly tokenHash: string;
}

/** The address of this execution, with a token of its own. */
export function resumeAddress(ctx: ExecuteContext): ResumeAddress {
	const base = asText(ctx.evaluateExpression('{{ $execution.resumeUrl }}', 0));
	const token = randomUUID();
	const url = `${base}${base.includes('?') ? '&' : '?'}${TOKEN}=${token}`;
	return { url, tokenHash: hashToken(token) };
}

/** Whether a caller knows the token. */
export function knowsToken(query: Readonly<Record<string, unknown>>, tokenHash: string): boolean {
	return hashToken(asText(query[TOKEN])) === tokenHash;
}

function hashToken(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}

/**
 * Why this execution had better wait in memory, if it had: nobody could wake it up again.
 *
 * @param baseUrl of the RunningHub site.
 */
export function whyNotSuspend(ctx: ExecuteContext, baseUrl: string): string | undefined {
	if (isAgentTool(ctx)) return 'an AI agent is waiting for the answer';
	if (ctx.getMode() === 'integrated') return 'a sub-workflow cannot be suspended';
	const address = asText(ctx.evaluateExpression('{{ $execution.resumeUrl }}', 0));
	const host = hostOf(address);
	if (host === undefined) return 'n8n gives no address to be called back at';
	const isPublic =
		SITES.some((site) => site.baseUrl === baseUrl) || !isPrivate(hostOf(baseUrl) ?? '');
	if (!isPublic || !isPrivate(host)) return undefined;
	return `RunningHub cannot reach this n8n at ${host}. Set WEBHOOK_URL to its public address`;
}

function hostOf(address: string): string | undefined {
	return /^https?:\/\/(\[[^\]]+\]|[^/:?#]+)/i.exec(address)?.[1]?.toLowerCase();
}

/** Whether a host is known in its own network only. */
function isPrivate(host: string): boolean {
	return (
		host === 'localhost' ||
		!host.includes('.') ||
		/\.(local|internal|lan|home|test)$/.test(host) ||
		/^(127|10)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\./.test(host) ||
		/^\[(::1|f[cd]|fe80)/.test(host)
	);
}
