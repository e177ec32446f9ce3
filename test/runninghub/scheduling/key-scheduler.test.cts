import type { Transport } from '../../../runninghub/transport';
import { createBatchBench, endings, numbered, type BatchBench } from '../tasks/batch-bench.cts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Counts the questions for the key's queue that go over a transport. */
function listening({ transport }: BatchBench) {
	let questions = 0;
	const counted: Transport = {
		request: async (request) => {
			if (request.path.endsWith('/queue/status')) questions += 1;
			return await transport.request(request);
		},
	};
	return { transport: counted, questions: () => questions };
}

/** Milliseconds after `start` at which each task was made whose prompt has these words. */
function madeAt({ simulator }: BatchBench, words: string, start: number): number[] {
	return simulator
		.tasks()
		.filter(({ body }) => String(body['prompt']).includes(words))
		.map(({ createdAt }) => createdAt - start);
}

function refused({ simulator }: BatchBench): number {
	return simulator.requestsOf('submit').length - simulator.tasks().length;
}

it.each([
	['goes on', undefined],
	['stops', () => true],
])('a short execution does not wait for a long one, which %s at a failure', async (_how, stops) => {
	const bench = createBatchBench(10);
	const scheduler = bench.scheduler();
	const start = bench.clock.now();
	const long = bench.start(bench.jobs(numbered(100, 'long [time:60000]')), { scheduler, stops });
	const short = async () => {
		await bench.clock.sleep(150 * SECOND);
		const jobs = bench.jobs(['short [time:10000]']).map((job) => ({ ...job, kind: 'quick one' }));
		const outcomes = await bench.start(jobs, { scheduler, stops });
		expect(endings(outcomes)).toEqual(['finished']);
		return bench.clock.now() - start;
	};
	const [shortEnd] = await bench.run(Promise.all([short(), long]));
	// The slots are next given back at 180 seconds; ten tasks take the next ones.
	expect(shortEnd).toBeLessThan(200 * SECOND);
	expect(refused(bench)).toBe(0);
});

it('a short execution that begins has the next slot, before a long one has another', async () => {
	const bench = createBatchBench(10);
	const scheduler = bench.scheduler();
	const lengths = Array.from({ length: 60 }, (_, index) => 50_000 + 1700 * (index % 13));
	const prompts = lengths.map((length, index) => `long ${index} [time:${length}]`);
	const long = bench.start(bench.jobs(prompts), { scheduler });
	const begun = 150 * SECOND;
	const start = bench.clock.now();
	const short = async () => {
		await bench.clock.sleep(begun);
		return await bench.start(bench.jobs(['short [time:10000]']), { scheduler });
	};
	await bench.run(Promise.all([long, short()]));
	const [shortAt] = madeAt(bench, 'short', start);
	const [nextLong] = madeAt(bench, 'long', start).filter((at) => at > begun);
	expect(shortAt).toBeGreaterThan(begun);
	expect(shortAt).toBeLessThanOrEqual(nextLong ?? Number.NaN);
});

it('executions take turns: none of forty starts its second task before all had a first', async () => {
	const bench = createBatchBench(10);
	const scheduler = bench.scheduler();
	const start = bench.clock.now();
	const runs = Array.from({ length: 40 }, (_, index) =>
		bench.start(bench.jobs(numbered(5, `of <${index}> [time:20000]`)), { scheduler }),
	);
	const outcomes = await bench.run(Promise.all(runs));
	expect(new Set(outcomes.flatMap(endings))).toEqual(new Set(['finished']));
	const firsts = runs.map((_, index) => Math.min(...madeAt(bench, `of <${index}>`, start)));
	// Four rounds of ten slots, and what each round is seen late.
	expect(Math.max(...firsts)).toBeLessThan(90 * SECOND);
	expect(refused(bench)).toBe(0);
	expect(bench.simulator.tasks()).toHaveLength(200);
});

it('single items come in the order of their executions', async () => {
	const bench = createBatchBench(5);
	const scheduler = bench.scheduler();
	const runs = numbered(30, '[time:30000]').map(async (prompt, index) => {
		await bench.clock.sleep(100 * index);
		return await bench.start(bench.jobs([prompt]), { scheduler });
	});
	await bench.run(Promise.all(runs));
	expect(bench.prompts()).toEqual(numbered(30, '[time:30000]'));
	expect(refused(bench)).toBe(0);
});

it('Max Concurrent Tasks is each execution’s own, and the rest is for others', async () => {
	const bench = createBatchBench(10);
	const scheduler = bench.scheduler();
	const start = bench.clock.now();
	const few = { scheduler, maxConcurrent: 2 };
	await bench.run(
		Promise.all([
			bench.start(bench.jobs(numbered(12, 'few [time:60000]')), few),
			bench.start(bench.jobs(numbered(24, 'many [time:60000]')), { scheduler }),
		]),
	);
	expect(madeAt(bench, 'few', start).filter((at) => at < 50 * SECOND)).toHaveLength(2);
	expect(madeAt(bench, 'many', start).filter((at) => at < 50 * SECOND)).toHaveLength(8);
});

describe('an execution that ends disturbs no other', () => {
	it('when it is stopped: the watch goes on over the transport of one that is alive', async () => {
		const bench = createBatchBench(5);
		const scheduler = bench.scheduler();
		const [first, second] = [listening(bench), listening(bench)];
		const stopped = new AbortController();
		bench.clock.schedule(100 * SECOND, () => stopped.abort());
		const [ended, goesOn] = await bench.run(
			Promise.all([
				bench.start(bench.jobs(numbered(40, 'first [time:60000]')), {
					scheduler,
					transport: first.transport,
					signal: stopped.signal,
				}),
				bench.start(bench.jobs(numbered(20, 'second [time:60000]')), {
					scheduler,
					transport: second.transport,
				}),
			]),
		);
		expect(endings(ended)).toContain('skipped');
		expect(endings(goesOn)).toEqual(goesOn.map(() => 'finished'));
		expect(first.questions()).toBeGreaterThan(5);
		expect(second.questions()).toBeGreaterThan(5);
		expect(bench.simulator.requestsOf('cancel').length).toBeGreaterThan(0);
		expect(refused(bench)).toBe(0);
	});

	it('when a failure stops it: its tasks keep their slots, and nobody submits into them', async () => {
		const bench = createBatchBench(5);
		const scheduler = bench.scheduler();
		const failing = ['bad [time:20000] [fail:1505]', ...numbered(20, 'bad [time:300000]')];
		const [bad, good] = await bench.run(
			Promise.all([
				bench.start(bench.jobs(failing), { scheduler, stops: () => true }),
				bench.start(bench.jobs(numbered(10, 'good [time:30000]')), { scheduler }),
			]),
		);
		expect(endings(bad)).toContain('skipped');
		expect(endings(good)).toEqual(good.map(() => 'finished'));
		expect(refused(bench)).toBe(0);
	});

	it('when its key is refused once: the others go on', async () => {
		const bench = createBatchBench(5);
		const scheduler = bench.scheduler();
		const match = ({ body }: { readonly body: unknown }) => JSON.stringify(body).includes('bad');
		bench.simulator.faults.add({ on: 'submit', kind: 'unauthorized', match, times: Infinity });
		const [bad, good] = await bench.run(
			Promise.all([
				bench.start(bench.jobs(numbered(5, 'bad')), { scheduler }),
				bench.start(bench.jobs(numbered(5, 'good')), { scheduler }),
			]),
		);
		expect(endings(bad)).toEqual(bad.map(() => 'auth'));
		expect(endings(good)).toEqual(good.map(() => 'finished'));
	});
});

it('lost answers brake all executions of the key, for a minute', async () => {
	const bench = createBatchBench(50);
	const scheduler = bench.scheduler();
	const fault = bench.simulator.faults.add({
		on: 'submit',
		kind: 'badGateway',
		taskCreated: true,
		times: Infinity,
	});
	const runs = Array.from({ length: 20 }, (_, index) =>
		bench.start(bench.jobs([`picture ${index}`]), { scheduler }),
	);
	const ends = (await bench.run(Promise.all(runs))).flatMap(endings);
	expect(ends.filter((end) => end === 'uncertain')).toHaveLength(3);
	expect(ends.filter((end) => end === 'server')).toHaveLength(17);
	expect(scheduler.isIdle).toBe(false);
	fault.remove();
	const again = async () =>
		endings(await bench.batch(bench.jobs(['again [time:1000]']), { scheduler }));
	expect(await again()).toEqual(['server']);
	await bench.clock.advance(MINUTE);
	expect(scheduler.isIdle).toBe(false);
	expect(await again()).toEqual(['finished']);
	expect(scheduler.isIdle).toBe(true);
});

it.each([1, 2, 3])('two processes share a key, and neither starves (%i)', async (seed) => {
	const bench = createBatchBench(10);
	const start = bench.clock.now();
	const processes = [bench.scheduler(seed), bench.scheduler(seed + 100)];
	const outcomes = await bench.run(
		Promise.all(
			processes.map((scheduler, index) =>
				bench.start(bench.jobs(numbered(40, `of <${index}> [time:30000]`)), { scheduler }),
			),
		),
	);
	expect(outcomes.flatMap(endings)).toEqual(outcomes.flatMap((each) => each.map(() => 'finished')));
	expect(bench.simulator.tasks()).toHaveLength(80);
	expect(refused(bench)).toBeLessThanOrEqual(0.5 * 80);
	const lasts = processes.map((_, index) => Math.max(...madeAt(bench, `of <${index}>`, start)));
	// Eight rounds of ten slots altogether.
	expect(Math.min(...lasts)).toBeGreaterThan(90 * SECOND);
	expect(Math.max(...lasts)).toBeLessThan(5 * MINUTE);
});

it.each([
	['goes on', undefined],
	['stops', () => true],
])(
	'two processes that begin together fill the slots, where each %s at a failure',
	async (_how, stops) => {
		const bench = createBatchBench(50);
		const start = bench.clock.now();
		const processes = [bench.scheduler(1), bench.scheduler(101)];
		const executions = processes.map(async (scheduler, process) => {
			const prompts = Array.from(
				{ length: 200 },
				(_, index) => `of <${process}> ${index} [time:${40_000 + 1000 * ((index * 7) % 40)}]`,
			);
			return await bench.start(bench.jobs(prompts), { scheduler, stops });
		});
		const outcomes = await bench.run(Promise.all(executions));
		expect(outcomes.flatMap(endings)).toEqual(
			outcomes.flatMap((each) => each.map(() => 'finished')),
		);
		// Eight rounds of a minute on average, and slots that are empty at the end.
		expect(bench.clock.now() - start).toBeLessThan(1.12 * 8 * MINUTE);
		expect(refused(bench)).toBeLessThanOrEqual(0.3 * 400);
	},
);

it('the first round of a batch leaves enough of the budget for its ends', async () => {
	const bench = createBatchBench(50);
	const start = bench.clock.now();
	const prompts = Array.from({ length: 100 }, (_, each) => `[time:${30_000 + 500 * (each % 50)}]`);
	await bench.batch(bench.jobs(prompts));
	const times = bench.simulator
		.tasks()
		.map(({ createdAt, endsAt }) => [createdAt, endsAt] as const);
	const ends = times.map(([, endsAt]) => endsAt).sort((left, right) => left - right);
	const second = times.map(([createdAt]) => createdAt).filter((at) => at > start + 10 * SECOND);
	const waits = second.map((at, index) => at - (ends[index] ?? Number.NaN));
	expect(waits).toHaveLength(50);
	expect(Math.max(...waits)).toBeLessThan(4 * SECOND);
});

it('a batch whose failures stop nothing takes few requests, and a full key no refusals', async () => {
	const bench = createBatchBench(50);
	const scheduler = bench.scheduler();
	const outcomes = await bench.batch(bench.jobs(numbered(300, '[time:60000]')), { scheduler });
	expect(endings(outcomes)).toEqual(outcomes.map(() => 'finished'));
	expect(bench.simulator.requests.length / 300).toBeLessThan(7);
	expect(refused(bench)).toBe(0);
});
