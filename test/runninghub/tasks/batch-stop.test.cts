import { TransportFault, type Transport } from '../../../runninghub/transport';
import type { FaultRule } from '../../simulator/simulator.cts';
import { KEY } from '../bench.cts';
import {
	createBatchBench,
	endings,
	numbered,
	submitThrough,
	type BatchBench,
	type PromptOutcome,
} from './batch-bench.cts';

/** Every task of the simulator must be in the outcomes, and the other way round. */
function expectAllTold({ simulator }: BatchBench, outcomes: readonly PromptOutcome[]): void {
	const told = outcomes.flatMap((outcome) => {
		if (outcome.state === 'finished') return [outcome.task.taskId];
		return 'taskId' in outcome && outcome.taskId !== undefined ? [outcome.taskId] : [];
	});
	expect(told.sort()).toEqual(
		simulator
			.tasks()
			.map(({ id }) => id)
			.sort(),
	);
}

describe('one failed job', () => {
	const PROMPTS = ['[time:5000]', '[time:20000] [fail:1505]', ...numbered(8, '[time:60000]')];

	it('leaves the others alone when it does not stop the batch', async () => {
		const bench = createBatchBench(3);
		const outcomes = await bench.batch(bench.jobs(PROMPTS));
		expect(endings(outcomes)).toEqual(
			PROMPTS.map((_, index) => (index === 1 ? 'policy' : 'finished')),
		);
		expectAllTold(bench, outcomes);
	});

	it('keeps further ones from being submitted when it does, and leaves running ones running', async () => {
		const bench = createBatchBench(3);
		const outcomes = await bench.batch(bench.jobs(PROMPTS), { stops: () => true });
		expect(endings(outcomes)).toEqual([
			'finished',
			'policy',
			'running',
			'running',
			...Array.from({ length: 6 }, () => 'skipped'),
		]);
		expectAllTold(bench, outcomes);
		expect(bench.simulator.counters.tasksCreated).toBe(4);
		expect(bench.simulator.requestsOf('cancel')).toEqual([]);
		expect(bench.simulator.tasks().map(({ state }) => state)).toEqual([
			'SUCCESS',
			'FAILED',
			'RUNNING',
			'RUNNING',
		]);
	});

	it.each([1, 2, 5])('refused at its submission stops it as well, with %i slots', async (slots) => {
		const bench = createBatchBench(slots);
		const prompts = ['[reject:1501]', ...numbered(12, '[time:60000]')];
		const outcomes = await bench.batch(bench.jobs(prompts), { stops: () => true });
		expect(outcomes[0]).toMatchObject({ state: 'failed' });
		expect(bench.simulator.requestsOf('submit').length).toBeLessThanOrEqual(slots);
		expectAllTold(bench, outcomes);
	});

	it('in its preparation stops it as well', async () => {
		const bench = createBatchBench(1);
		const [first, ...others] = bench.jobs(numbered(5));
		if (!first) throw new Error('a job expected');
		const prepare = async (): Promise<never> => {
			throw new Error('no such file');
		};
		const outcomes = await bench.batch([{ ...first, prepare }, ...others], { stops: () => true });
		expect(endings(outcomes).slice(1)).toEqual(['skipped', 'skipped', 'skipped', 'skipped']);
		expect(bench.simulator.requestsOf('submit')).toEqual([]);
	});

	it('stops only where its error says so', async () => {
		const bench = createBatchBench(2);
		const prompts = ['[fail:1505]', '[fail:1000]', ...numbered(6)];
		const asked: number[] = [];
		const outcomes = await bench.batch(bench.jobs(prompts), {
			stops: (_error, index) => {
				asked.push(index);
				return false;
			},
		});
		expect(new Set(asked)).toEqual(new Set([0, 1]));
		expect(endings(outcomes).slice(2)).toEqual(Array.from({ length: 6 }, () => 'finished'));
	});
});

/** Carries submissions so that their answers come late; the task is made at once. */
function slowSubmissions({ transport, clock }: BatchBench, delay: number): Transport {
	return {
		async request(request) {
			const answer = await transport.request(request);
			if (request.path.endsWith('/text-to-image')) await clock.sleep(delay);
			return answer;
		},
	};
}

describe("the user's Stop", () => {
	it.each([true, false])(
		'in the middle of submissions (waiting: %p) awaits them, and cancels all that is outstanding',
		async (wait) => {
			const bench = createBatchBench(4);
			const transport = slowSubmissions(bench, 5000);
			const stopped = new AbortController();
			bench.clock.schedule(12_000, () => stopped.abort());
			const jobs = bench
				.jobs(numbered(20, '[never]'))
				.map((job) => ({ ...job, submit: submitThrough(transport) }));
			const outcomes = await bench.batch(jobs, {
				transport,
				wait,
				signal: stopped.signal,
				maxConcurrent: wait ? 4 : 1,
			});
			const submits = bench.simulator.requestsOf('submit');
			const abortedAt = submits[0] === undefined ? 0 : submits[0].at + 12_000;
			expect(submits.every(({ at }) => at <= abortedAt)).toBe(true);
			expectAllTold(bench, outcomes);
			const states = bench.simulator.tasks().map(({ state }) => state);
			if (wait) expect(states).toEqual(['CANCEL', 'CANCEL', 'CANCEL', 'CANCEL']);
			else expect(states.at(-1)).toBe('CANCEL');
			expect(endings(outcomes).filter((ending) => ending === 'skipped')).toHaveLength(
				20 - states.length,
			);
		},
	);

	it('lets a submission whose answer is still out be answered, and cancels its task', async () => {
		const bench = createBatchBench(2);
		const transport = slowSubmissions(bench, 30_000);
		const stopped = new AbortController();
		bench.clock.schedule(1000, () => stopped.abort());
		const jobs = bench
			.jobs(numbered(4, '[never]'))
			.map((job) => ({ ...job, submit: submitThrough(transport) }));
		const start = bench.clock.now();
		const outcomes = await bench.batch(jobs, { transport, signal: stopped.signal });
		expect(bench.clock.now() - start).toBe(30_000);
		// A second one waits for the answer to the first.
		expect(bench.simulator.tasks().map(({ state }) => state)).toEqual(['CANCEL']);
		expect(endings(outcomes)).toEqual(['running', 'skipped', 'skipped', 'skipped']);
		expect(outcomes[0]).toMatchObject({ status: 'CANCEL' });
	});

	it('before the start submits nothing', async () => {
		const bench = createBatchBench(2);
		const outcomes = await bench.batch(bench.jobs(numbered(3)), { signal: AbortSignal.abort() });
		expect(endings(outcomes)).toEqual(['skipped', 'skipped', 'skipped']);
		expect(bench.simulator.requestsOf('submit')).toEqual([]);
	});

	it('while it waits for a slot ends the wait', async () => {
		const bench = createBatchBench(2);
		bench.simulator.occupy(KEY, 2);
		const stopped = new AbortController();
		bench.clock.schedule(40_000, () => stopped.abort());
		const start = bench.clock.now();
		const outcomes = await bench.batch(bench.jobs(numbered(3)), { signal: stopped.signal });
		expect(endings(outcomes)).toEqual(['skipped', 'skipped', 'skipped']);
		expect(bench.clock.now() - start).toBe(40_000);
		expect(bench.simulator.counters.tasksCreated).toBe(0);
	});

	it('keeps what is finished, and cancels what runs though some cancel calls fail', async () => {
		const bench = createBatchBench(3);
		const stopped = new AbortController();
		bench.clock.schedule(30_000, () => stopped.abort());
		bench.simulator.faults.add({ on: 'cancel', kind: 'badGateway', times: 2 });
		const outcomes = await bench.batch(bench.jobs(['quick', '[never]', '[never] too']), {
			signal: stopped.signal,
		});
		expect(endings(outcomes)).toEqual(['finished', 'running', 'running']);
		expect(bench.simulator.tasks().map(({ state }) => state)).toEqual([
			'SUCCESS',
			'CANCEL',
			'CANCEL',
		]);
		expect(bench.warnings).toEqual([]);
	});

	it('warns of a task that could not be cancelled', async () => {
		const bench = createBatchBench(3);
		const stopped = new AbortController();
		bench.clock.schedule(30_000, () => stopped.abort());
		bench.simulator.faults.add({ on: 'cancel', kind: 'badGateway', times: Infinity });
		const [outcome] = await bench.batch(bench.jobs(['[never]']), { signal: stopped.signal });
		expect(bench.warnings).toEqual([expect.stringMatching(/could not be cancelled/)]);
		expect(outcome).toMatchObject({ state: 'running' });
		expectAllTold(bench, outcome === undefined ? [] : [outcome]);
	});
});

describe('an unclear submission', () => {
	const LOST: Array<FaultRule['kind']> = ['reset', 'badGateway', 'brokenJson', 'hang', 'emptyBody'];

	it.each(LOST)('%s is never repeated', async (kind) => {
		const bench = createBatchBench(10);
		const match = ({ body }: { readonly body: unknown }): boolean =>
			JSON.stringify(body).includes('picture 2 ');
		bench.simulator.faults.add({ on: 'submit', kind, taskCreated: true, match });
		const outcomes = await bench.batch(bench.jobs(numbered(6)));
		expect(endings(outcomes)).toEqual(
			outcomes.map((_, index) => (index === 2 ? 'uncertain' : 'finished')),
		);
		expect(bench.simulator.requestsOf('submit')).toHaveLength(6);
		expect(bench.simulator.counters.tasksCreated).toBe(6);
	});

	it('one that was never sent is tried again, three times', async () => {
		const bench = createBatchBench(3);
		let refused = 0;
		const unreachable = (times: number): Transport => ({
			async request(request) {
				if (refused >= times) return await bench.transport.request(request);
				refused += 1;
				throw new TransportFault('the connection was refused', true);
			},
		});
		const [job] = bench.jobs(['a boat']);
		if (!job) throw new Error('a job expected');
		const twice = { ...job, submit: submitThrough(unreachable(2)) };
		expect(endings(await bench.batch([twice]))).toEqual(['finished']);
		expect(bench.simulator.counters.tasksCreated).toBe(1);
		refused = 0;
		const always = { ...job, submit: submitThrough(unreachable(Infinity)) };
		expect(endings(await bench.batch([always]))).toEqual(['network']);
		expect(refused).toBe(3);
		expect(bench.simulator.counters.tasksCreated).toBe(1);
	});
});
