import type { IDataObject } from 'n8n-workflow';
import type { TaskState } from '../../../../runninghub/api/read-task-state';
import { legacyStatus, queryTask } from '../../../../runninghub/api/tasks';
import { costCurrency } from '../../items/cost-currency';
import { known } from '../../items/known';
import { failureDetails } from '../../items/node-error';
import { resultItems } from '../../items/result-items';
import { simplifyField } from '../../fields/simplify';
import type { Connection } from '../../runtime/n8n-transport';
import { getTaskOptionsField, includeProgress, taskIdField } from './fields';
import type { CallOperation } from '../../operation';
import { FieldValues } from '../../parameters/field-values';
import { isPromptId } from './prompt-id';
import { readTaskId } from './task-id';

/** Get the state of a task. */
export const get: CallOperation = {
	type: 'call',
	value: 'get',
	name: 'Get',
	action: 'Get a task',
	description: 'Get the state of a task of any origin, and its results once it is done',
	fields: [taskIdField, simplifyField, getTaskOptionsField],
	async call(ctx, itemIndex, session) {
		const { progressOf } = await import('./progress');
		const connection = await session.connection();
		const { transport } = connection;
		const taskId = readTaskId(ctx, itemIndex);
		const values = FieldValues.ofItem(ctx, itemIndex);
		const simplify = values.flag(simplifyField) ?? true;
		const options = values.within(getTaskOptionsField);
		const asksProgress = options.flag(includeProgress) ?? false;
		const look = isPromptId(taskId)
			? (await import('../../../../runninghub/api/comfyui-servers')).lookAtPromptAnywhere
			: queryTask;
		const state = await session.read(async (signal) => await look(transport, taskId, signal));
		if (state.phase === 'missing') throw state.error.with({ taskId });
		// A cancelled task may have an empty status in the newer generation.
		const status =
			state.phase === 'unclear'
				? await session.read(async (signal) => await legacyStatus(transport, taskId, signal))
				: '';
		const progress = asksProgress ? await progressOf(transport, taskId, state, session.signal) : {};
		return [
			{
				json: {
					...(await describe(taskId, state, connection, simplify)),
					...(status !== '' && { status }),
					...progress,
				},
				pairedItem: { item: itemIndex },
			},
		];
	},
};

/** What there is to tell of a task; a finished one has what its run hands on as one item. */
async function describe(
	taskId: string,
	state: TaskState,
	connection: Connection,
	simplify: boolean,
): Promise<IDataObject> {
	if (state.phase === 'done') {
		const { results, cost, raw } = state;
		const [item] = resultItems(
			{},
			// Nobody saw here when the task began.
			{ taskId, results, cost, raw, duration: null },
			results.map((result) => ({ result })),
			{
				output: 'perTask',
				simplify,
				binaryField: '',
				fileNamePrefix: '',
				currency: await costCurrency(connection, [{ cost, simplify }]),
				itemIndex: 0,
				brief: false,
			},
		);
		return item?.json ?? {};
	}
	const raw = simplify ? {} : { raw: state.raw };
	switch (state.phase) {
		case 'active':
		case 'cancelled':
			return { taskId, status: state.status, ...raw };
		case 'failed': {
			const { message, facts } = state.error;
			const { hint } = failureDetails(state.error);
			return {
				taskId,
				status: state.status,
				...known({ message, code: facts.code, hint }),
				...raw,
			};
		}
		default:
			return { taskId, status: 'UNKNOWN', ...raw };
	}
}
