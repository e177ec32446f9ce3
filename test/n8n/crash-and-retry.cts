import { WorkflowExecute } from 'n8n-core';
import { type IRun, jsonParse } from 'n8n-workflow';
import {
	startEngines,
	type ExecutionResult,
	type ExecutionSetup,
	prepare,
	readResult,
} from './execution.cts';

/** A saved execution as n8n's database gives it back. */
type Saved = IRun['data'];

/** An execution whose process is about to die. */
export interface DoomedExecution {
	/** What n8n finds in its database after the crash, once it has read its event log. */
	recovered(): Saved;
	/** Ends what no crash has ended in this test. */
	end(): Promise<unknown>;
}

function copy(data: Saved): Saved {
	return jsonParse<Saved>(JSON.stringify(data));
}

/**
 * Starts an execution that is to crash.
 *
 * @param savesProgress whether the workflow saves its progress after each node.
 */
export async function startDoomed(
	setup: ExecutionSetup,
	savesProgress = false,
): Promise<DoomedExecution> {
	await startEngines();
	const { workflow, additionalData, run } = prepare(setup);
	let saved = copy(run);
	const started: string[] = [];
	const finished: string[] = [];
	additionalData.hooks?.addHandler('nodeExecuteBefore', (name) => void started.push(name));
	additionalData.hooks?.addHandler('nodeExecuteAfter', (name, _task, data) => {
		finished.push(name);
		if (savesProgress) saved = copy(data);
	});
	await workflow.expression.acquireIsolate?.();
	const execution = new WorkflowExecute(additionalData, 'webhook', run).processRunExecutionData(
		workflow,
	);
	return {
		recovered: () =>
			recover(
				copy(saved),
				Object.values(workflow.nodes).map(({ name }) => name),
				{ started, finished },
			),
		end: async () => {
			execution.cancel();
			return await execution;
		},
	};
}

/** As `amend` of n8n's execution recovery. */
function recover(
	data: Saved,
	nodes: readonly string[],
	log: { readonly started: readonly string[]; readonly finished: readonly string[] },
): Saved {
	const { resultData } = data;
	for (const name of nodes) {
		if (!log.started.includes(name) || resultData.runData[name] !== undefined) continue;
		const isOver = log.finished.includes(name);
		const error = Object.assign(new Error('Node crashed, possible out-of-memory issue'), {
			name: 'NodeCrashedError',
		});
		resultData.lastNodeExecuted = name;
		resultData.runData[name] = [
			jsonParse(
				JSON.stringify({
					startTime: 1,
					executionIndex: 0,
					executionTime: isOver ? 1 : 0,
					source: [null],
					executionStatus: isOver ? 'success' : 'crashed',
					...(isOver
						? { data: { main: [[{ json: { isArtificialRecoveredEventItem: true } }]] } }
						: { error: { name: error.name, message: error.message } }),
				}),
			),
		];
	}
	return data;
}

/** Runs a saved execution as n8n's button Retry does. */
export async function retry(setup: ExecutionSetup, saved: Saved): Promise<ExecutionResult> {
	await startEngines();
	const { workflow, additionalData } = prepare(setup);
	const data = copy(saved);
	const { lastNodeExecuted, runData } = data.resultData;
	if (lastNodeExecuted !== undefined) {
		delete data.resultData.error;
		const tasks = runData[lastNodeExecuted];
		if (tasks?.at(-1)?.error !== undefined) tasks.pop();
	}
	await workflow.expression.acquireIsolate?.();
	const execution = new WorkflowExecute(additionalData, 'retry', data);
	return readResult(await execution.processRunExecutionData(workflow));
}
