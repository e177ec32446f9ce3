import type { RunningHubError } from '../../../../runninghub/errors/runninghub-error';
import { invalidInput } from '../../items/invalid-input';

/** The UUID by which a ComfyUI server knows a prompt (docs/runninghub-api.md, section 17). */
const PROMPT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a Task ID is that of a prompt of a ComfyUI server. */
export function isPromptId(taskId: string): boolean {
	return PROMPT_ID.test(taskId);
}

/** Why something that RunningHub does for its own tasks cannot be done for a prompt, if it is one. */
export function unlessPrompt(taskId: string, what: string): RunningHubError | undefined {
	if (!isPromptId(taskId)) return undefined;
	return invalidInput(
		`Task ID: ${taskId} is a prompt of a ComfyUI server, ${what}`,
		'Task → Wait brings its files, Task → Get tells whether it is over.',
	);
}
