import { plainOptionsField } from '../../fields/run-options';
import { simplifyField } from '../../fields/simplify';
import { taskIdField } from './fields';
import type { TaskOperation } from '../../operation';
import { isPromptId } from './prompt-id';
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
		const isPrompt = isPromptId(taskId);
		return {
			kind: isPrompt ? 'ComfyUI server' : 'task',
			...(isPrompt && {
				look: (await import('../../../../runninghub/api/comfyui-servers')).lookAtPromptAnywhere,
			}),
			subject: {},
			inputs: { taskId },
			existing: taskId,
		};
	},
};
