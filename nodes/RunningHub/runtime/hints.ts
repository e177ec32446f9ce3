import type { ExecuteContext } from './n8n-context';

/** What each execution under way has told already. */
const told = new WeakMap<object, Set<string>>();

/**
 * Tells the user something beside the items. Many items may have the same to tell: it is told once
 * in an execution.
 */
export function hint(ctx: ExecuteContext, message: string): void {
	const before = told.get(ctx) ?? new Set<string>();
	told.set(ctx, before);
	if (before.has(message)) return;
	before.add(message);
	ctx.addExecutionHints({ message, location: 'outputPane' });
}
