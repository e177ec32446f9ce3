import { submitAiApp } from '../../../runninghub/api/ai-apps';
import { submitQuickCreate } from '../../../runninghub/api/quick-create';
import type { SubmittedTask } from '../../../runninghub/api/submit';
import { cancelTask, legacyOutputs, queryTask } from '../../../runninghub/api/tasks';
import { submitWorkflow } from '../../../runninghub/api/workflows';
import type { Transport } from '../../../runninghub/transport';
import {
	APP_IDS,
	QUICK_CREATE_CODES,
	QUICK_CREATE_IDS,
	WORKFLOW_IDS,
} from '../../simulator/fixtures.cts';
import type { Bench } from '../bench.cts';
import { createBench } from '../bench.cts';
import { errorOf } from '../error-of.cts';
import { watchToEnd } from '../watch-to-end.cts';

type Submit = (transport: Transport, prompt: string) => Promise<SubmittedTask>;

const text = (nodeId: string, fieldName: string, fieldValue: string) => [
	{ nodeId, fieldName, fieldValue },
];

interface Protection {
	readonly accessPassword?: string;
}

/** A password is known to the older generation alone, and so leads there. */
const LEGACY: Protection = { accessPassword: 'any' };

const workflowWith =
	(protection: Protection): Submit =>
	async (transport, prompt) =>
		await submitWorkflow(transport, {
			workflowId: WORKFLOW_IDS.textToImage,
			inputs: text('6', 'text', prompt),
			...protection,
		});

const appWith =
	(protection: Protection): Submit =>
	async (transport, prompt) =>
		await submitAiApp(transport, {
			appId: APP_IDS.documented,
			inputs: text('52', 'prompt', prompt),
			...protection,
		});

const ORIGINS: ReadonlyArray<readonly [string, 'v1' | 'v2', Submit]> = [
	['a workflow', 'v2', workflowWith({})],
	['a workflow', 'v1', workflowWith(LEGACY)],
	['an app', 'v2', appWith({})],
	['an app', 'v1', appWith(LEGACY)],
	[
		'a Quick Create',
		'v1',
		async (transport, prompt) =>
			await submitQuickCreate(transport, {
				webappId: QUICK_CREATE_IDS.picture,
				quickCreateCode: QUICK_CREATE_CODES[0],
				inputs: text('52', 'prompt', prompt),
			}),
	],
];

describe.each(ORIGINS)('a task of %s, submitted by %s', (_origin, generation, submit) => {
	async function submitted(prompt: string): Promise<Bench & { readonly taskId: string }> {
		const bench = createBench();
		const { taskId } = await submit(bench.transport, prompt);
		expect(bench.simulator.tasks()).toMatchObject([{ id: taskId, generation }]);
		expect(String(Number(taskId))).not.toBe(taskId);
		return { ...bench, taskId };
	}

	it('is queried through all its states', async () => {
		const { transport, clock, taskId } = await submitted('a red fox');
		expect(await queryTask(transport, taskId)).toMatchObject({ phase: 'active', status: 'QUEUED' });
		await clock.advance(1_000);
		expect(await queryTask(transport, taskId)).toMatchObject({
			phase: 'active',
			status: 'RUNNING',
			raw: { taskId },
		});
		await clock.advance(2_000);
		expect(await queryTask(transport, taskId)).toMatchObject({
			phase: 'done',
			results: [{ fileType: 'png', nodeId: '9' }],
			cost: { coins: null, thirdParty: null },
			raw: { taskId },
		});
	});

	it('is told the older way through all its states', async () => {
		const { transport, clock, taskId } = await submitted('a red fox');
		expect(await legacyOutputs(transport, taskId)).toEqual({ status: 'QUEUED', results: [] });
		await clock.advance(1_000);
		expect(await legacyOutputs(transport, taskId)).toEqual({ status: 'RUNNING', results: [] });
		await clock.advance(2_000);
		expect(await legacyOutputs(transport, taskId)).toMatchObject({
			status: 'SUCCESS',
			results: [{ fileType: 'png', nodeId: '9', url: expect.stringMatching(/^http/) }],
		});
	});

	it('is watched to its end', async () => {
		const bench = await submitted('[time:60000]');
		const { taskId } = bench;
		const task = await watchToEnd(bench, taskId);
		expect(task).toMatchObject({ taskId, results: [{ fileType: 'png' }] });
		expect(task?.cost.money).toBeGreaterThan(0);
		expect(bench.simulator.counters.charges).toBe(1);
	});

	it('that fails names its node', async () => {
		const bench = await submitted('[fail:node]');
		const { taskId } = bench;
		const { facts } = await errorOf(watchToEnd(bench, taskId));
		expect(facts).toMatchObject({ kind: 'taskFailed', taskId, taskEnded: true });
		expect(facts.message).toMatch(
			/^The ComfyUI node (?:CLIPTextEncode \(6\)|RH_Translator \(52\)) stopped the task: /,
		);
		expect(await legacyOutputs(bench.transport, taskId)).toMatchObject({ status: 'FAILED' });
	});

	it('is cancelled, and then told as cancelled', async () => {
		const bench = await submitted('[never]');
		const { transport, simulator, taskId } = bench;
		await cancelTask(transport, taskId);
		expect(simulator.tasks()).toMatchObject([{ state: 'CANCEL' }]);
		const { facts } = await errorOf(watchToEnd(bench, taskId));
		expect(facts).toMatchObject({ kind: 'cancelled', taskId, taskEnded: true });
		expect(simulator.counters.charges).toBe(0);
	});

	it('that is over cannot be cancelled', async () => {
		const { transport, clock, taskId } = await submitted('a red fox');
		await clock.advance(3_000);
		const { facts } = await errorOf(cancelTask(transport, taskId));
		expect(facts).toMatchObject({ kind: 'taskFailed', code: '805', taskId });
	});

	it('without results ends well', async () => {
		const bench = await submitted('[empty]');
		expect(await watchToEnd(bench, bench.taskId)).toMatchObject({ results: [] });
	});

	it('that is done at once still brings its results', async () => {
		const bench = createBench({ settings: { duration: () => 0 } });
		const { taskId, state } = await submit(bench.transport, 'a red fox');
		expect(state.phase).toBe('done');
		expect(await watchToEnd(bench, taskId)).toMatchObject({ results: [{ fileType: 'png' }] });
	});

	it('has neighbours that differ by less than a double can tell apart', async () => {
		const { transport, simulator, taskId } = await submitted('[never]');
		const neighbour = String(BigInt(taskId) + 1n);
		expect(Number(neighbour)).toBe(Number(taskId));
		const { facts } = await errorOf(cancelTask(transport, neighbour));
		expect(facts).toMatchObject({ kind: 'notFound', code: '807', taskId: neighbour });
		expect(await queryTask(transport, neighbour)).toMatchObject({ phase: 'missing' });
		expect(simulator.tasks()).not.toMatchObject([{ state: 'CANCEL' }]);
	});
});
