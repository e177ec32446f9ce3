import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import type { ExecuteContext } from '../runtime/n8n-context';

/** Where the node's context keeps that it has run in this execution. */
const MARK = 'runningHubRan';

/**
 * Notes in the node's context that the node has run, which has to come before anything is bought.
 *
 * After a crash n8n's Retry starts from what was saved before the node ran, with a note from its
 * event log that the node had begun: the node counts as executed, and the mark is missing. A failed
 * execution, a loop and another try have the mark.
 *
 * @returns why nothing may be submitted: n8n crashed while the node ran, and what it had bought by
 * then is unknown. The mark is not set then, so that the next retry is refused as well.
 */
export function noteRun(ctx: ExecuteContext): RunningHubError | undefined {
	const context = ctx.getContext('node');
	if (context[MARK] === undefined && isRetry(ctx) && hadBegun(ctx)) {
		return new RunningHubError({
			kind: 'uncertain',
			message:
				'n8n was stopped while this node ran, and the execution does not know which tasks it had submitted by then, so nothing was submitted',
			hint: 'The log of n8n has a line "RunningHub task … submitted" for each of them, with the execution that crashed, this node and the item; RunningHub has them in its call records. Fetch them with Task → Wait and their IDs. Items without a task go through a new execution of the workflow, with those items only.',
			noTaskMade: true,
		});
	}
	context[MARK] = true;
	return undefined;
}

function isRetry(ctx: ExecuteContext): boolean {
	return ctx.getMode() === 'retry';
}

function hadBegun(ctx: ExecuteContext): boolean {
	// Braces would end the expression.
	const name = JSON.stringify(ctx.getNode().name).replace(
		/[{}]/g,
		(brace) => `\\u00${brace.charCodeAt(0).toString(16)}`,
	);
	return ctx.evaluateExpression(`{{ $(${name}).isExecuted }}`, 0) === true;
}
