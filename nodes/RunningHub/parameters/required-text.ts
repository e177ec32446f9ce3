import type { INodeProperties } from 'n8n-workflow';
import { asText } from '../../../runninghub/json';
import type { ExecuteContext } from '../runtime/n8n-context';
import { invalidInput } from './invalid-input';

/**
 * The text in a field that may not be empty, without the space around it.
 *
 * @param hint what to do where nothing is entered.
 * @throws RunningHubError of kind `invalid` that names the field.
 */
export function requiredText(
	ctx: ExecuteContext,
	itemIndex: number,
	{ name, displayName }: INodeProperties,
	hint: string,
): string {
	const text = asText(ctx.getNodeParameter(name, itemIndex, '')).trim();
	if (text === '') throw invalidInput(`${displayName}: a value is required`, hint);
	return text;
}
