import { submitModel } from '../../../../runninghub/api/models';
import { cancelTask } from '../../../../runninghub/api/tasks';
import { PollSchedule } from '../../../../runninghub/scheduling/poll-schedule';
import { type FinishedTask, watchTask } from '../../../../runninghub/tasks/polling/watch-task';
import type { FaultRule, SimulatorOptions } from '../../../simulator/simulator.cts';
import type { Bench } from '../../bench.cts';
import { bodyWith, createBench, MODEL } from '../../bench.cts';
import { errorOf } from '../../error-of.cts';
import { createRandom } from '../../random.cts';

const MINUTE = 60_000;

interface WatchedBench extends Bench {
	readonly taskId: string;
	readonly stopped: AbortController;
	/** Watches the task for at most so many milliseconds. */
	watch(patience?: number): Promise<FinishedTask | undefined>;
	/** How often the task was queried. */
	looks(): number;
}

async function submitted(
	prompt: string,
	settings: SimulatorOptions['settings'] = {},
): Promise<WatchedBench> {
	const bench = createBench({ settings });
	const { taskId } = await submitModel(bench.transport, MODEL, bodyWith(prompt));
	const stopped = new AbortController();
	const { transport, clock, simulator, run } = bench;
	return {
		...bench,
		taskId,
		stopped,
		looks: () => simulator.requestsOf('query').length,
		watch: async (patience = 60 * MINUTE) =>
			await run(
				watchTask({
					transport,
					clock,
					schedule: new PollSchedule(createRandom(1)),
					taskId,
					kind: MODEL,
					submittedAt: clock.now(),
					deadline: clock.now() + patience,
					signal: stopped.signal,
					lookNow: false,
				}),
			),
	};
}

describe('a task that ends well', () => {
	it('is watched to its end, with its results, cost and time', async () => {
		const { watch, taskId, looks } = await submitted('[time:60000]');
		const task = await watch();
		expect(task).toMatchObject({
			taskId,
			results: [{ url: expect.stringMatching(/^http/), fileType: 'png' }],
			cost: { thirdParty: 0.4 },
			raw: { status: 'SUCCESS' },
		});
		expect(task?.duration).toBeGreaterThanOrEqual(MINUTE);
		expect(task?.duration).toBeLessThan(MINUTE * 1.11);
		expect(looks()).toBeLessThanOrEqual(22);
	});

	it.each(['CREATE', 'PENDING', 'PROCESSING', 'NEWER_THAN_THIS'])(
		'goes on while the status is %s',
		async (status) => {
			const { watch, simulator, looks } = await submitted('[time:10000]');
			simulator.faults.add({ on: 'query', kind: 'status', status, times: 6 });
			expect(await watch()).toMatchObject({ raw: { status: 'SUCCESS' } });
			expect(looks()).toBeGreaterThan(6);
		},
	);
});

describe('an odd answer', () => {
	it.each(['[empty]', '[null]'])(
		'SUCCESS without results, %s, is believed the third time',
		async (prompt) => {
			const { watch, looks } = await submitted(`${prompt} [time:100]`);
			expect(await watch()).toMatchObject({ results: [], raw: { status: 'SUCCESS' } });
			expect(looks()).toBe(3);
		},
	);

	it('results that come a moment after SUCCESS are waited for', async () => {
		const { watch, simulator } = await submitted('[time:100]');
		simulator.faults.add({ on: 'query', kind: 'nullResults', times: 2 });
		expect(await watch()).toMatchObject({ results: [{ fileType: 'png' }] });
	});

	it('an empty status after a cancel ends in "cancelled", after asking the older way once', async () => {
		const { watch, simulator, transport, taskId, looks } = await submitted('[never]');
		await cancelTask(transport, taskId);
		const error = await errorOf(watch());
		expect(error.facts).toMatchObject({ kind: 'cancelled', taskId, taskEnded: true });
		expect(error.message).toContain(taskId);
		expect(looks()).toBe(3);
		expect(simulator.requestsOf('outputs')).toHaveLength(1);
	});

	it('an empty status that the older way cannot explain is not believed to be the end', async () => {
		const { watch, simulator, transport, taskId } = await submitted('[never]');
		await cancelTask(transport, taskId);
		simulator.faults.add({ on: 'outputs', kind: 'badGateway', times: Infinity });
		const { facts } = await errorOf(watch());
		expect(facts).toMatchObject({ kind: 'cancelled', status: 'UNKNOWN', taskEnded: false });
	});

	it('an empty status of a running task is overcome by the older way', async () => {
		const { watch, simulator } = await submitted('[time:60000]');
		simulator.faults.add({ on: 'query', kind: 'status', status: '', times: 7 });
		expect(await watch()).toMatchObject({ raw: { status: 'SUCCESS' } });
		expect(simulator.requestsOf('outputs')).toHaveLength(2);
	});

	it('an empty status of a finished task gets its results the older way', async () => {
		const { watch, simulator } = await submitted('[time:100]');
		simulator.faults.add({ on: 'query', kind: 'status', status: '', times: Infinity });
		expect(await watch()).toMatchObject({ results: [{ fileType: 'png', nodeId: '2' }] });
	});

	it.each(['CANCEL', 'CANCELLED'] as const)('the status %s ends it at once', async (status) => {
		const { watch, transport, taskId, looks } = await submitted('[never]', {
			cancelledStatus: status,
		});
		await cancelTask(transport, taskId);
		const { facts } = await errorOf(watch());
		expect(facts).toMatchObject({ kind: 'cancelled', taskId, status, taskEnded: true });
		expect(looks()).toBe(1);
	});

	it.each(['', 'FAILED'] as const)(
		'a vanished task, told with status %p, is given up after three looks',
		async (unknownTaskStatus) => {
			const { watch, taskId, looks } = await submitted('[vanish] [time:100]', {
				unknownTaskStatus,
			});
			const { facts } = await errorOf(watch());
			expect(facts).toMatchObject({ kind: 'notFound', code: '1004', taskId, noTaskMade: false });
			expect(facts.message).toBe(`RunningHub no longer knows task ${taskId}`);
			expect(facts.taskEnded).not.toBe(true);
			expect(looks()).toBe(3);
		},
	);

	it('a task that is not found at first is found later', async () => {
		const { watch, simulator } = await submitted('[time:100]');
		simulator.faults.add({ on: 'query', kind: 'code', code: '1004', times: 2 });
		expect(await watch()).toMatchObject({ raw: { status: 'SUCCESS' } });
	});

	it('each has its own message', async () => {
		const messages = new Set<string>();
		for (const prompt of [
			'[never] cancelled',
			'[vanish]',
			'[fail:node]',
			'[fail:1505]',
			'[never]',
		]) {
			const { watch, transport, taskId } = await submitted(prompt);
			if (prompt.endsWith('cancelled')) await cancelTask(transport, taskId);
			messages.add((await errorOf(watch(5 * MINUTE))).message.replaceAll(taskId, ''));
		}
		expect(messages.size).toBe(5);
	});
});

describe('a failed task', () => {
	it.each([
		['[fail:1505]', 'policy', '1505'],
		['[fail:1000]', 'server', '1000'],
		['[fail:1015]', 'taskFailed', '1015'],
		['[fail:node]', 'taskFailed', '805'],
	])('%s is over, and may be bought anew', async (prompt, kind, code) => {
		const { watch, taskId } = await submitted(prompt);
		const { facts } = await errorOf(watch());
		expect(facts).toMatchObject({ kind, code, taskId, status: 'FAILED', taskEnded: true });
	});
});

describe('faults on the way', () => {
	it.each<FaultRule['kind']>([
		'badGateway',
		'unavailable',
		'serverError',
		'gatewayTimeout',
		'tooManyRequests',
		'tooManyRequestsHtml',
		'brokenJson',
		'emptyBody',
		'reset',
		'hang',
	])('%s seven times in a row is overcome', async (kind) => {
		const { watch, simulator } = await submitted('[time:100]');
		simulator.faults.add({ on: 'query', kind, times: 7 });
		expect(await watch()).toMatchObject({ raw: { status: 'SUCCESS' } });
	});

	it.each<[string, Omit<FaultRule, 'on'>, RegExp]>([
		['HTTP 502', { kind: 'badGateway' }, /HTTP 502/],
		['HTTP 429', { kind: 'tooManyRequestsHtml' }, /too many requests \(HTTP 429\)/],
		['code 1003', { kind: 'code', code: '1003' }, /too many requests in a minute \(code 1003\)/],
		['no answer', { kind: 'reset' }, /could not be reached/],
	])(
		'%s to the end of patience is named there, and nowhere earlier',
		async (_about, rule, words) => {
			const { watch, simulator, taskId, looks, clock } = await submitted('[time:100]');
			simulator.faults.add({ on: 'query', ...rule, times: Infinity });
			const start = clock.now();
			const { facts } = await errorOf(watch(60 * MINUTE));
			expect(clock.now() - start).toBe(60 * MINUTE);
			expect(facts).toMatchObject({ kind: 'timeout', taskId, noTaskMade: false });
			expect(facts.message).toMatch(
				new RegExp(`^Task ${taskId} is not finished within the time limit`),
			);
			expect(facts.message).toMatch(/state could not be read the last \d+ times/);
			expect(facts.message).toMatch(words);
			expect(facts.recover).toBe('fetchLater');
			expect(facts.taskEnded).not.toBe(true);
			// The pauses grow to a minute, and no further.
			const times = simulator.requestsOf('query').map(({ at }) => at);
			const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
			expect(Math.max(...pauses)).toBeGreaterThanOrEqual(MINUTE * 0.97);
			expect(Math.max(...pauses)).toBeLessThanOrEqual(MINUTE * 1.04);
			expect(looks()).toBeLessThan(75);
		},
	);

	it('of fifty minutes is overcome, where the time limit is an hour', async () => {
		const { watch, simulator, clock } = await submitted('[time:100]');
		const fault = simulator.faults.add({ on: 'query', kind: 'unavailable', times: Infinity });
		clock.schedule(50 * MINUTE, () => fault.remove());
		expect(await watch(60 * MINUTE)).toMatchObject({ raw: { status: 'SUCCESS' } });
	});

	it('that is over at the end of patience is not held against the task', async () => {
		const { watch, simulator } = await submitted('[never]');
		simulator.faults.add({ on: 'query', kind: 'badGateway', times: 12 });
		const { facts } = await errorOf(watch(60 * MINUTE));
		expect(facts.message).toMatch(/within the time limit$/);
	});

	it('every third look may fail for ever', async () => {
		const { watch, simulator } = await submitted('[time:300000]');
		let look = 0;
		const match = (): boolean => (look += 1) % 3 === 0;
		simulator.faults.add({ on: 'query', kind: 'badGateway', times: Infinity, match });
		expect(await watch()).toMatchObject({ raw: { status: 'SUCCESS' } });
		expect(look).toBeGreaterThan(30);
	});

	it('a refused key ends it at once', async () => {
		const { watch, simulator, taskId, looks } = await submitted('[time:100]');
		simulator.faults.add({ on: 'query', kind: 'unauthorized', times: Infinity });
		expect((await errorOf(watch())).facts).toMatchObject({ kind: 'auth', taskId });
		expect(looks()).toBe(1);
	});

	it('Retry-After is kept', async () => {
		const { watch, simulator } = await submitted('[time:100]');
		simulator.faults.add({ on: 'query', kind: 'tooManyRequests', retryAfter: 45 });
		await watch();
		const [first, second] = simulator.requestsOf('query').map(({ at }) => at);
		expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(45_000);
	});
});

describe('the end of patience', () => {
	it('is kept to the millisecond, and leaves the task running', async () => {
		const { watch, clock, simulator, taskId } = await submitted('[never]');
		const start = clock.now();
		const { facts } = await errorOf(watch(10 * MINUTE));
		expect(clock.now() - start).toBe(10 * MINUTE);
		expect(facts).toMatchObject({ kind: 'timeout', taskId, status: 'RUNNING', noTaskMade: false });
		expect(facts.taskEnded).not.toBe(true);
		expect(facts.recover).toBe('fetchLater');
		expect(simulator.tasks()[0]?.state).toBe('RUNNING');
	});

	it('looks once more at the very end', async () => {
		const { watch } = await submitted('[time:599999]');
		expect(await watch(10 * MINUTE)).toMatchObject({ duration: 10 * MINUTE });
	});

	it('comes at once with the signal, without an error', async () => {
		const { watch, clock, stopped } = await submitted('[never]');
		const start = clock.now();
		clock.schedule(31_234, () => stopped.abort());
		expect(await watch()).toBeUndefined();
		expect(clock.now() - start).toBe(31_234);
	});
});
