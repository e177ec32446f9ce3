import { plainOptionsField } from '../../fields/run-options';
import { simplifyField } from '../../fields/simplify';
import { taskIdField } from './fields';
import type { TaskOperation } from '../../operation';
import { readTaskId } from './task-id';

/** Wait for a task and bring its results, exactly as the run itself would have. */
export const wait: TaskOperation = {
	type: 'task',
	value: 'wait',
	name: 'Wait',
	action: 'Wait for a task',
	description: 'Wait for a task of any origin and bring its files, as the run itself would',
	fields: [taskIdField, simplifyField, plainOptionsField],
	async prepare(ctx, itemIndex) {
		const taskId = readTaskId(ctx, itemIndex);
		return {
			kind: 'task',
			subject: {},
			inputs: { taskId },
			existing: taskId,
		};
	},
};
