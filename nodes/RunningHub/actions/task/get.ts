import type { IDataObject } from 'n8n-workflow';
import type { TaskState } from '../../../../runninghub/api/task-state';
import { legacyStatus, queryTask } from '../../../../runninghub/api/tasks';
import { failureDetails } from '../../items/node-error';
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
	fields: [taskIdField, getTaskOptionsField],
	async call(ctx, itemIndex, session) {
		const { progressOf } = await import('../../runtime/progress');
		const { transport, currency } = await session.connection();
		const taskId = readTaskId(ctx, itemIndex);
		const options = FieldValues.ofItem(ctx, itemIndex).within(getTaskOptionsField);
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
		const progress = asksProgress ? await progressOf(transport, taskId, state) : {};
		return [
			{
				json: {
					taskId,
					...describe(state, currency),
					...(status !== '' && { status }),
					...progress,
				},
				pairedItem: { item: itemIndex },
			},
		];
	},
};

function describe(state: TaskState, currency: string): IDataObject {
	switch (state.phase) {
		case 'active':
		case 'cancelled':
			return { status: state.status };
		case 'done':
			return {
				status: state.status,
				results: state.results.map((result) => ({ ...result })),
				cost: { ...state.cost, currency: currency === '' ? null : currency },
			};
		case 'failed': {
			const { message, facts } = state.error;
			return {
				status: state.status,
				message,
				code: facts.code ?? null,
				hint: failureDetails(state.error).hint,
			};
		}
		default:
			return { status: 'UNKNOWN' };
	}
}
