import type { ExecuteContext } from './n8n-context';

const given = new WeakMap<ExecuteContext, Set<string>>();

/** Shows a hint above the node's output, once however many items ask for it. */
export function giveHint(ctx: ExecuteContext, message: string): void {
	const messages = given.get(ctx) ?? new Set();
	given.set(ctx, messages);
	if (messages.has(message)) return;
	messages.add(message);
	ctx.addExecutionHints({ message, location: 'outputPane' });
}
