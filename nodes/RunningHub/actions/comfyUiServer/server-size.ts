import type { ServerSize } from '../../../../runninghub/api/comfyui-server';
import type { ExecuteContext } from '../../runtime/n8n-context';

/** The machine that an item chose. */
export function readServerSize(ctx: ExecuteContext, itemIndex: number): ServerSize {
	return ctx.getNodeParameter('serverSize', itemIndex, 'proxy') === 'proxy-plus'
		? 'proxy-plus'
		: 'proxy';
}
