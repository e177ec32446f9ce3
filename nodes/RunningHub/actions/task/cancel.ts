import { cancelTask } from '../../../../runninghub/api/tasks';
import { taskIdField } from './fields';
import type { CallOperation } from '../../operation';
import { unlessPrompt } from './prompt-id';
import { readTaskId } from './task-id';

/** Cancel a task. */
export const cancel: CallOperation = {
	type: 'call',
	value: 'cancel',
	name: 'Cancel',
	action: 'Cancel a task',
	description: 'Cancel a queued or running task of any origin',
	fields: [taskIdField],
	async call(ctx, itemIndex, session) {
		const { transport } = await session.connection();
		const taskId = readTaskId(ctx, itemIndex);
		const refusal = unlessPrompt(taskId, 'which RunningHub cannot cancel');
		if (refusal !== undefined) throw refusal;
		await session.read(async () => await cancelTask(transport, taskId));
		return [{ json: { taskId, cancelled: true }, pairedItem: { item: itemIndex } }];
	},
};
