import { showValue } from '../../../../runninghub/forms/shorten';
import { taskIdField } from './fields';
import type { ExecuteContext } from '../../runtime/n8n-context';
import { FieldValues } from '../../parameters/field-values';
import { invalidInput } from '../../parameters/invalid-input';

/** Largest id that RunningHub can read: it takes 64-bit integers (docs/runninghub-api.md, section 1.3). */
const LARGEST = 9_223_372_036_854_775_807n;

/**
 * The Task ID of an item.
 *
 * @throws RunningHubError of kind `invalid` when it is none, or has lost digits as a number.
 */
export function readTaskId(ctx: ExecuteContext, itemIndex: number): string {
	const taskId = FieldValues.ofItem(ctx, itemIndex).requiredText(taskIdField, WHENCE);
	if (/^\d{1,19}$/.test(taskId) && BigInt(taskId) > 0n && BigInt(taskId) <= LARGEST) return taskId;
	throw invalidInput(
		`Task ID: ${showValue(taskId)} is not allowed. Allowed: the digits of a task's ID.`,
		WHENCE,
	);
}

const WHENCE =
	'Take the ID from an item of this node, or from the call records on the RunningHub site.';
