import type { RunningHubError } from '../../../../runninghub/errors/runninghub-error';
import { showValue } from '../../../../runninghub/forms/shorten';
import { asObject, asText } from '../../../../runninghub/json';
import { taskIdField } from './fields';
import type { ExecuteContext } from '../../runtime/n8n-context';
import { FieldValues } from '../../parameters/field-values';
import { invalidInput } from '../../items/invalid-input';
import { isPromptId } from './prompt-id';

/** Largest id that RunningHub can read: it takes 64-bit integers (docs/runninghub-api.md, section 1.3). */
const LARGEST = 9_223_372_036_854_775_807n;

/**
 * The Task ID of an item: digits, or the UUID of a prompt of a ComfyUI server.
 *
 * @throws RunningHubError of kind `invalid` when it is none, or has lost digits as a number.
 */
export function readTaskId(ctx: ExecuteContext, itemIndex: number): string {
	const values = FieldValues.ofItem(ctx, itemIndex);
	const missing = values.text(taskIdField).trim() === '' ? noTaskId(ctx, itemIndex) : undefined;
	if (missing !== undefined) throw missing;
	const taskId = values.requiredText(taskIdField, WHENCE);
	if (isPromptId(taskId)) return taskId;
	if (/^\d{1,19}$/.test(taskId) && BigInt(taskId) > 0n && BigInt(taskId) <= LARGEST) return taskId;
	throw invalidInput(
		`Task ID: ${showValue(taskId)} is not allowed. Allowed: the digits of a task's ID, or the ID of a prompt of a ComfyUI server.`,
		WHENCE,
	);
}

const WHENCE =
	'Take the ID from an item of this node, or from the call records on the RunningHub site.';

/** Says of an item that failed without a task why there is nothing to wait for. */
function noTaskId(ctx: ExecuteContext, itemIndex: number): RunningHubError | undefined {
	const { json } = ctx.getInputData()[itemIndex] ?? { json: {} };
	const details = asObject(json.details ?? json.message);
	const kind = asText(details.kind);
	if (kind === 'uncertain') {
		return invalidInput(
			'Task ID: there is none to wait for. Whether RunningHub made a task for this item is unknown.',
			'Look at the call records on the RunningHub site. If the task is there, enter its ID here.',
		);
	}
	if (kind !== '') {
		return invalidInput(
			'Task ID: there is none to wait for. This item failed before RunningHub made a task for it.',
			`What went wrong: ${asText(json.error) || asText(details.error) || kind}.`,
		);
	}
	return undefined;
}
