import type { INodeExecutionData } from 'n8n-workflow';
import { RunningHubError } from '../../runninghub/errors/runninghub-error';
import { asText } from '../../runninghub/json';
import { errorItem } from './items/error-item';
import { toNodeError } from './items/node-error';
import type { ExecuteContext } from './runtime/n8n-context';
import { Session } from './runtime/session';
import { RESOURCES } from './actions/resources';
import type { CallOperation, Operation } from './operation';
import { runTasks } from './batch/run-tasks';

/** Runs the chosen operation for all items. */
export async function execute(ctx: ExecuteContext): Promise<INodeExecutionData[][]> {
	const operation = chosenOperation(ctx);
	const rows =
		operation.type === 'task' ? await runTasks(ctx, operation) : await callAll(ctx, operation);
	return [rows];
}

function chosenOperation(ctx: ExecuteContext): Operation {
	const resource = asText(ctx.getNodeParameter('resource', 0));
	const value = asText(ctx.getNodeParameter('operation', 0));
	const operation = RESOURCES.find((each) => each.value === resource)?.operations.find(
		(each) => each.value === value,
	);
	if (operation !== undefined) return operation;
	const error = new RunningHubError({
		kind: 'invalid',
		message: `The node has no operation "${value}" for the resource "${resource}"`,
		hint: 'Choose a resource and an operation in the node.',
	});
	throw toNodeError(ctx.getNode(), error, 0);
}

/** Nothing more is asked after the user's Stop, which n8n leaves to the node to heed. */
async function callAll(
	ctx: ExecuteContext,
	operation: CallOperation,
): Promise<INodeExecutionData[]> {
	const session = new Session(ctx);
	const rows: INodeExecutionData[] = [];
	for (const index of ctx.getInputData().keys()) {
		if (session.signal.aborted) break;
		const outcome = await operation
			.call(ctx, index, session)
			.catch((error: unknown) => ({ error }));
		if (Array.isArray(outcome)) rows.push(...outcome);
		else if (ctx.continueOnFail()) rows.push(errorItem(ctx.getNode(), outcome.error, index));
		else throw toNodeError(ctx.getNode(), outcome.error, index);
	}
	return rows;
}
