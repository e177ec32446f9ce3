import type { ExecuteContext } from './n8n-context';

/** Whether an AI agent runs the node as its tool. Such a run must be short and takes no files. */
export function isAgentTool(ctx: ExecuteContext): boolean {
	// Older n8n versions do not have the question yet.
	const ask: unknown = Reflect.get(ctx, 'isToolExecution');
	if (typeof ask === 'function' && Reflect.apply(ask, ctx, []) === true) return true;
	return ctx.getNode().type.endsWith('Tool');
}
