import type { ServerSize } from '../../../../runninghub/api/comfyui-server';
import { FieldValues } from '../../parameters/field-values';
import type { ExecuteContext } from '../../runtime/n8n-context';
import { serverSizeField } from './fields';

/**
 * The machine that an item chose.
 * @throws RunningHubError of kind `invalid` when there is none of that name.
 */
export function readServerSize(ctx: ExecuteContext, itemIndex: number): ServerSize {
	const size = FieldValues.ofItem(ctx, itemIndex).choice(serverSizeField);
	return size === 'proxy-plus' ? 'proxy-plus' : 'proxy';
}
