// Does one piece of work in n8n's engine, in a process of its own, and tells how much its memory grew.
import type { INodeExecutionData } from 'n8n-workflow';
import { execute, type ExecutionSetup } from '../../test/n8n/execution.cts';
import type { MemoryOrder, MemoryReport } from './memory-message.cts';
import { credentialFor, pictureParameters } from './node-setup.cts';

const SAMPLE_EVERY_MS = 5;
/** Bytes of the file that everything is loaded and warmed up with. */
const SMALL = 65_536;

function downloadOf(bytes: number): Pick<ExecutionSetup, 'node' | 'items'> {
	return {
		node: { parameters: pictureParameters() },
		items: [{ json: { prompt: `A lighthouse [time:1] [bytes:${bytes}]` } }],
	};
}

function uploadOf(item: INodeExecutionData): Pick<ExecutionSetup, 'node' | 'items'> {
	return {
		node: { parameters: { resource: 'file', operation: 'upload', files: 'data' } },
		items: [item],
	};
}

async function carryOut({ baseUrl, apiKey, work }: MemoryOrder): Promise<MemoryReport> {
	const credential = credentialFor(baseUrl, apiKey);
	const itemOf = async (setup: Pick<ExecutionSetup, 'node' | 'items'>) => {
		const { outputs, error } = await execute({ credential, ...setup });
		const item = outputs[0]?.[0];
		if (item === undefined) throw new Error(`No item came out: ${error?.message ?? ''}`);
		return item;
	};
	const small = await itemOf(downloadOf(SMALL));
	if ('upload' in work) await itemOf(uploadOf(small));
	global.gc?.();
	const before = process.memoryUsage.rss();
	let peak = before;
	const sampling = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage.rss());
	}, SAMPLE_EVERY_MS);
	const item = await itemOf('upload' in work ? uploadOf(work.upload) : downloadOf(work.download));
	clearInterval(sampling);
	return { growth: Math.max(peak, process.memoryUsage.rss()) - before, item };
}

process.once('message', (order: MemoryOrder) => {
	carryOut(order).then(
		(report) => process.send?.(report, () => process.exit(0)),
		(error: unknown) => {
			console.error(error);
			process.exit(1);
		},
	);
});
