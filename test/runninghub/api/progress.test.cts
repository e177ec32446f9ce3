import { readProgress } from '../../../runninghub/api/progress';
import { progressAddress } from '../../../runninghub/api/progress-address';
import { submitWorkflow } from '../../../runninghub/api/workflows';
import { TransportFault } from '../../../runninghub/transport';
import { UNKNOWN_ID, WORKFLOW_IDS } from '../../simulator/fixtures.cts';
import { closingFrames, progressFrames } from '../../simulator/progress-frames.cts';
import { type Bench, createBench, KEY } from '../bench.cts';
import { scriptedTransport } from '../scripted-transport.cts';

function message(type: string, data: unknown): string {
	return JSON.stringify({ type, data });
}

describe('a message of the socket', () => {
	it.each<[string, unknown, unknown]>([
		['progress', { node: '3', value: 5, max: 20 }, { percent: 25, nodeId: '3' }],
		['progress', { node: '3', value: 0, max: 20 }, { percent: 0, nodeId: '3' }],
		['progress', { node: '3', value: 1, max: 3 }, { percent: 33, nodeId: '3' }],
		['progress', { node: '3', value: 30, max: 20 }, { percent: 100, nodeId: '3' }],
		['progress', { node: '3', value: -1, max: 20 }, { percent: 0, nodeId: '3' }],
		['progress', { node: 3, value: '5', max: '20' }, { percent: 25, nodeId: '3' }],
		['progress', { value: 5, max: 10 }, { percent: 50, nodeId: null }],
		['executing', { node: '57:10', display_node: '57' }, { percent: 0, nodeId: '57:10' }],
		['execution_success', { prompt_id: '1' }, { percent: 100, nodeId: null }],
		['execution_success', null, { percent: 100, nodeId: null }],
	])('%s %j', (type, data, progress) => {
		expect(readProgress(message(type, data))).toEqual(progress);
	});

	it.each<[string, unknown]>([
		['the end of the nodes', message('executing', { node: null })],
		['no data', message('progress', null)],
		['no bounds', message('progress', { node: '3', value: 5 })],
		['a share of nothing', message('progress', { node: '3', value: 0, max: 0 })],
		['no number', message('progress', { node: '3', value: 'x', max: 20 })],
		['the queue', message('status', { status: { exec_info: { queue_remaining: 1 } } })],
		['the start', message('execution_start', { prompt_id: '1' })],
		['nodes from the cache', message('execution_cached', { nodes: ['4'] })],
		['a result', message('executed', { node: '9', output: {} })],
		['a failure', message('execution_error', { node_id: '9' })],
		['the machine', message('crystools.monitor', { gpu_utilization: 97 })],
		['half a message', message('progress', { node: '3', value: 5, max: 20 }).slice(0, 30)],
		['plain text', 'ping'],
		['a list', '[1]'],
		['null', 'null'],
		['the bytes of a preview', new Uint8Array([0, 0, 0, 1])],
		['an object', { type: 'progress', data: { node: '3', value: 5, max: 20 } }],
		['nothing', undefined],
	])('%s tells no progress', (_about, data) => {
		expect(readProgress(data)).toBeUndefined();
	});
});

const RUN = { workflowId: WORKFLOW_IDS.textToImage, inputs: [] };

async function submitted({ transport }: Bench): Promise<string> {
	return (await submitWorkflow(transport, RUN)).taskId;
}

it('a whole run goes through its nodes and ends at a hundred', async () => {
	const bench = createBench();
	await submitted(bench);
	await bench.clock.advance(3_000);
	const [task] = bench.simulator.tasks();
	if (task === undefined) throw new Error('no task');
	const frames = [...progressFrames(task).map(({ content }) => content), ...closingFrames(task)];
	const told = frames.map(readProgress).filter((progress) => progress !== undefined);
	expect(told.length).toBeLessThan(frames.length);
	expect(told.at(-1)).toEqual({ percent: 100, nodeId: null });
	const sampling = told.filter(({ nodeId }) => nodeId === '3').map(({ percent }) => percent);
	expect(sampling).toEqual([0, 25, 50, 75, 100]);
	expect(new Set(told.map(({ nodeId }) => nodeId)).size).toBeGreaterThan(5);
});

describe('the address of the socket', () => {
	it('is there while the task runs, and only then', async () => {
		const bench = createBench();
		const taskId = await submitted(bench);
		expect(await progressAddress(bench.transport, taskId)).toBeUndefined();
		await bench.clock.advance(1_000);
		const address = await progressAddress(bench.transport, taskId);
		expect(address).toMatch(/^wss?:\/\/.*Rh-Comfy-Auth=/);
		expect(address).not.toContain(KEY);
		await bench.clock.advance(3_000);
		expect(await progressAddress(bench.transport, taskId)).toBeUndefined();
	});

	it('is not there for an unknown task', async () => {
		expect(await progressAddress(createBench().transport, UNKNOWN_ID)).toBeUndefined();
	});

	it.each([
		['a web address', { json: { code: 804, data: { netWssUrl: 'https://example.com/' } } }],
		['null', { json: { code: 804, data: { netWssUrl: null } } }],
		['no data', { json: { code: 804 } }],
		['a page', { status: 502, text: '<html>' }],
		['nothing at all', new TransportFault('the connection was cut', false)],
	])('is not there when the answer is %s', async (_about, answer) => {
		expect(await progressAddress(scriptedTransport(answer), UNKNOWN_ID)).toBeUndefined();
	});
});
