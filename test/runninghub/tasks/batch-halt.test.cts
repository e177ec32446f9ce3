import type { JsonObject } from '../../../runninghub/json';
import type { PurchaseJob } from '../../../runninghub/tasks/submission/purchase-job';
import type { Transport } from '../../../runninghub/transport';
import { UNKNOWN_KEY } from '../../simulator/simulator.cts';
import {
	createBatchBench,
	endings,
	numbered,
	submitThrough,
	type BatchBench,
} from './batch-bench.cts';

const SECOND = 1000;
/** Milliseconds that preparing one job takes. */
const PREPARING = 7 * SECOND;

interface Preparations {
	readonly jobs: Array<PurchaseJob<JsonObject>>;
	/** When each was started. */
	readonly started: number[];
	/** How many were cut off. */
	cutOff(): number;
}

/** Jobs whose preparation takes its time, unless it is cut off. */
function slowlyPrepared(
	bench: BatchBench,
	prompts: readonly string[],
	takes: (index: number) => number = () => PREPARING,
): Preparations {
	const started: number[] = [];
	let cutOff = 0;
	return {
		started,
		cutOff: () => cutOff,
		jobs: bench.jobs(prompts).map((job, index) => ({
			...job,
			prepare: async (signal) => {
				started.push(bench.clock.now());
				await bench.clock.sleep(takes(index), signal);
				if (!signal.aborted) return await job.prepare(signal);
				cutOff += 1;
				throw new Error('cut off');
			},
		})),
	};
}

describe('after a halt nothing more is prepared', () => {
	it('by the first failure: those under way are cut off, and nothing takes longer for them', async () => {
		const bench = createBatchBench(1);
		const { jobs, started, cutOff } = slowlyPrepared(
			bench,
			['[time:3000] [fail:1505]', ...numbered(39)],
			(index) => (index === 0 ? 0 : 3600 * SECOND),
		);
		const start = bench.clock.now();
		const outcomes = await bench.batch(jobs, { stops: () => true });
		expect(endings(outcomes)).toEqual(['policy', ...numbered(39).map(() => 'skipped')]);
		// Those that were begun ahead, while the first ran.
		expect(started).toHaveLength(3);
		expect(cutOff()).toBe(started.length - 1);
		expect(bench.clock.now() - start).toBeLessThan(10 * SECOND);
	});

	it('by a refused key', async () => {
		const bench = createBatchBench(1, {}, UNKNOWN_KEY);
		const { jobs, started, cutOff } = slowlyPrepared(bench, numbered(40));
		const [first, ...others] = jobs;
		if (!first) throw new Error('a job expected');
		const quick = { ...first, prepare: async () => ({ prompt: 'quick', resolution: '1k' }) };
		const outcomes = await bench.batch([quick, ...others]);
		expect(endings(outcomes)).toEqual(outcomes.map(() => 'auth'));
		expect(started.length).toBeLessThanOrEqual(2);
		expect(cutOff()).toBe(started.length);
	});

	it('by the user’s Stop', async () => {
		const bench = createBatchBench(1);
		const { jobs, started, cutOff } = slowlyPrepared(bench, numbered(40, '[never]'));
		const stopped = new AbortController();
		bench.clock.schedule(3 * SECOND, () => stopped.abort());
		const start = bench.clock.now();
		const outcomes = await bench.batch(jobs, { signal: stopped.signal });
		expect(endings(outcomes)).toEqual(outcomes.map(() => 'skipped'));
		expect(bench.clock.now() - start).toBe(3 * SECOND);
		expect(started).toHaveLength(2);
		expect(cutOff()).toBe(2);
	});
});

it.each([true, false])(
	'cancels start with the Stop (waiting: %p), though a submission has no answer yet',
	async (wait) => {
		const bench = createBatchBench(10);
		let submissions = 0;
		const transport: Transport = {
			request: async (request) => {
				const answer = await bench.transport.request(request);
				if (!request.path.endsWith('/text-to-image')) return answer;
				submissions += 1;
				if (submissions > 3) await bench.clock.sleep(100 * SECOND);
				return answer;
			},
		};
		const jobs = bench
			.jobs(numbered(20, '[never]'))
			.map((job) => ({ ...job, submit: submitThrough(transport) }));
		const stopped = new AbortController();
		const start = bench.clock.now();
		bench.clock.schedule(20 * SECOND, () => stopped.abort());
		const outcomes = await bench.batch(jobs, { wait, signal: stopped.signal });
		const cancels = bench.simulator.requestsOf('cancel').map(({ at }) => at - start);
		const made = bench.simulator.counters.tasksCreated;
		expect(made).toBeGreaterThan(3);
		expect(cancels).toHaveLength(made);
		expect(cancels.filter((at) => at === 20 * SECOND)).toHaveLength(3);
		// What was not answered then is cancelled as soon as its id is known.
		expect(cancels.slice(3).every((at) => at === 100 * SECOND)).toBe(true);
		expect(outcomes.filter(({ state }) => state === 'running')).toHaveLength(made);
	},
);
