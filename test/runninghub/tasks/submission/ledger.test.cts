import { RunningHubError } from '../../../../runninghub/errors/runninghub-error';
import { Ledger, type LedgerStore } from '../../../../runninghub/tasks/submission/ledger';
import {
	createBatchBench,
	endings,
	MINUTE,
	numbered,
	stored,
	type BatchBench,
	type PromptOutcome,
} from '../batch-bench.cts';

function timesBought({ prompts }: BatchBench): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const prompt of prompts()) counts[prompt] = (counts[prompt] ?? 0) + 1;
	return counts;
}

describe('a second try with the same ledger', () => {
	it('buys anew what failed, and nothing else', async () => {
		const bench = createBatchBench(10);
		const failing = '[time:5000] fails once';
		bench.simulator.onSubmit(({ body, sequence }) =>
			body['prompt'] === failing && sequence < 10
				? { failure: { code: '1000', message: 'x', failedReason: {} } }
				: undefined,
		);
		const prompts = ['first', failing, 'third', '[fail:1505]', '[reject:1501]'];
		const store: LedgerStore = {};
		const first = await bench.batch(bench.jobs(prompts), { ledger: new Ledger(store) });
		expect(endings(first)).toEqual(['finished', 'server', 'finished', 'policy', 'policy']);
		const ids = first.map((outcome) => outcome.state === 'finished' && outcome.task.taskId);
		const second = await bench.batch(bench.jobs(prompts), { ledger: new Ledger(stored(store)) });
		expect(endings(second)).toEqual(['finished', 'server', 'finished', 'policy', 'policy']);
		expect(timesBought(bench)).toEqual({ first: 1, third: 1, [failing]: 2, '[fail:1505]': 2 });
		expect(second.map((outcome) => outcome.state === 'finished' && outcome.task.taskId)).toEqual(
			ids,
		);
	});

	it('picks up what was left running when a failure stopped the first', async () => {
		const bench = createBatchBench(4);
		const prompts = ['[time:1000]', '[time:10000] [fail:1000]', ...numbered(8, '[time:120000]')];
		const store: LedgerStore = {};
		const first = await bench.batch(bench.jobs(prompts), {
			ledger: new Ledger(store),
			stops: () => true,
		});
		const running = first.filter(({ state }) => state === 'running').length;
		expect(running).toBeGreaterThan(0);
		const second = await bench.batch(bench.jobs(prompts), { ledger: new Ledger(stored(store)) });
		expect(endings(second)).toEqual(
			prompts.map((_, index) => (index === 1 ? 'server' : 'finished')),
		);
		expect(second.map((outcome) => outcome.state === 'finished' && outcome.collected)).toEqual(
			prompts.map((prompt, index) => index !== 1 && prompt),
		);
		for (const [prompt, times] of Object.entries(timesBought(bench))) {
			expect([prompt, times]).toEqual([prompt, prompt === prompts[1] ? 2 : 1]);
		}
	});

	describe('that a new failure stops at once', () => {
		const PROMPTS = ['[time:1000] [fail:1000]', ...numbered(4, '[time:20000]')];

		/** The second try, so many milliseconds after the first: its first job fails at once. */
		async function secondTry(bench: BatchBench, pause: number): Promise<PromptOutcome[]> {
			const store: LedgerStore = {};
			const stops = () => true;
			const ledger = new Ledger(store);
			const first = await bench.batch(bench.jobs(PROMPTS), { ledger, stops });
			expect(endings(first)).toEqual(['server', 'running', 'running', 'running', 'running']);
			await bench.run(bench.clock.sleep(pause));
			const [failing, ...others] = bench.jobs(PROMPTS);
			if (!failing) throw new Error('a job expected');
			const prepare = async (): Promise<never> => {
				throw new Error('the disk is full');
			};
			const jobs = [{ ...failing, prepare }, ...others];
			return await bench.batch(jobs, { ledger: new Ledger(stored(store)), stops });
		}

		it('brings home what is over by then', async () => {
			const bench = createBatchBench(5);
			const outcomes = await secondTry(bench, MINUTE);
			expect(endings(outcomes)).toEqual([
				'Error: the disk is full',
				...numbered(4).map(() => 'finished'),
			]);
			expect(outcomes[4]).toMatchObject({ collected: PROMPTS[4] });
			expect(bench.simulator.counters.tasksCreated).toBe(5);
		});

		it('does not wait for what still runs, and forgets what has failed', async () => {
			const bench = createBatchBench(5);
			bench.simulator.onSubmit(({ body, plan }) => {
				if (body['prompt'] === PROMPTS[1]) return { ...plan, duration: 10 * MINUTE };
				if (body['prompt'] !== PROMPTS[2]) return undefined;
				return { ...plan, failure: { code: '1505', message: 'x', failedReason: {} } };
			});
			const startedAt = bench.clock.now();
			const outcomes = await secondTry(bench, MINUTE);
			expect(endings(outcomes).slice(1)).toEqual(['running', 'policy', 'finished', 'finished']);
			expect(bench.clock.now() - startedAt).toBeLessThan(2 * MINUTE);
		});
	});

	it('waits on for what took too long', async () => {
		const bench = createBatchBench(4);
		const prompts = numbered(3, '[time:900000]');
		const store: LedgerStore = {};
		const first = await bench.batch(bench.jobs(prompts, 10 * MINUTE), {
			ledger: new Ledger(store),
		});
		expect(endings(first)).toEqual(['timeout', 'timeout', 'timeout']);
		const second = await bench.batch(bench.jobs(prompts, 10 * MINUTE), {
			ledger: new Ledger(stored(store)),
		});
		expect(endings(second)).toEqual(['finished', 'finished', 'finished']);
		expect(bench.simulator.counters).toMatchObject({ tasksCreated: 3, charges: 3 });
	});

	it.each([true, false])('leaves alone what is uncertain (task made: %p)', async (taskCreated) => {
		const bench = createBatchBench(4);
		const store: LedgerStore = {};
		bench.simulator.faults.add({ on: 'submit', kind: 'reset', taskCreated, skip: 1 });
		const first = await bench.batch(bench.jobs(numbered(3)), { ledger: new Ledger(store) });
		expect(endings(first)).toEqual(['finished', 'uncertain', 'finished']);
		const made = bench.simulator.counters.tasksCreated;
		const second = await bench.batch(bench.jobs(numbered(3)), {
			ledger: new Ledger(stored(store)),
		});
		expect(endings(second)).toEqual(['finished', 'uncertain', 'finished']);
		const [, outcome] = second;
		const error = outcome?.state === 'failed' ? outcome.error : undefined;
		expect(error).toBeInstanceOf(RunningHubError);
		expect(error instanceof RunningHubError && error.facts.recover).toBe('lookUp');
		expect(bench.simulator.counters.tasksCreated).toBe(made);
		expect(bench.simulator.requestsOf('submit')).toHaveLength(3);
	});

	it('brings home again what could not be brought home, without buying it', async () => {
		const bench = createBatchBench(4);
		const store: LedgerStore = {};
		const first = await bench.batch(bench.jobs(numbered(3)), {
			ledger: new Ledger(store),
			collect: async () => {
				throw new Error('the download broke off');
			},
		});
		expect(endings(first)).toEqual(first.map(() => 'Error: the download broke off'));
		const second = await bench.batch(bench.jobs(numbered(3)), {
			ledger: new Ledger(stored(store)),
		});
		expect(endings(second)).toEqual(['finished', 'finished', 'finished']);
		expect(bench.simulator.counters.tasksCreated).toBe(3);
	});

	it('does not buy anew what vanished, as it may have been charged', async () => {
		const bench = createBatchBench(4);
		const store: LedgerStore = {};
		for (const _try of [1, 2]) {
			const ledger = new Ledger(store);
			expect(endings(await bench.batch(bench.jobs(['[vanish]']), { ledger }))).toEqual([
				'notFound',
			]);
		}
		expect(bench.simulator.counters.tasksCreated).toBe(1);
	});

	it('without waiting gives the same ids', async () => {
		const bench = createBatchBench(4);
		const store: LedgerStore = {};
		const options = { wait: false };
		const first = await bench.batch(bench.jobs(numbered(3)), {
			...options,
			ledger: new Ledger(store),
		});
		const second = await bench.batch(bench.jobs(numbered(3)), {
			...options,
			ledger: new Ledger(store),
		});
		const ids = [first, second].map((outcomes) =>
			outcomes.map((outcome) => outcome.state === 'running' && outcome.taskId),
		);
		expect(ids[1]).toEqual(ids[0]);
		expect(bench.simulator.counters.tasksCreated).toBe(3);
	});

	it('that was refused for the key starts from nothing', async () => {
		const bench = createBatchBench(4, { settings: { modelKeyKinds: [] } });
		const store: LedgerStore = {};
		await bench.batch(bench.jobs(numbered(3)), { ledger: new Ledger(store) });
		bench.simulator.settings.modelKeyKinds = ['SHARED'];
		const second = await bench.batch(bench.jobs(numbered(3)), {
			ledger: new Ledger(stored(store)),
		});
		expect(endings(second)).toEqual(['finished', 'finished', 'finished']);
	});
});

it('another ledger buys again: a loop that runs twice gets two pictures', async () => {
	const bench = createBatchBench(4);
	const ledger = new Ledger({});
	await bench.batch(bench.jobs(['a boat']), { ledger });
	ledger.clear();
	await bench.batch(bench.jobs(['a boat']), { ledger });
	expect(timesBought(bench)).toEqual({ 'a boat': 2 });
});

describe('a ledger', () => {
	it('keeps what is known of a job, in plain data', () => {
		const store: LedgerStore = { other: 'kept' };
		const ledger = new Ledger(store);
		ledger.note('a', { taskId: '1990246754753896451', submittedAt: 5, price: 0.4 });
		ledger.note('b', { submittedAt: 6 });
		const again = new Ledger(stored(store));
		expect(again.find('a')).toEqual({ taskId: '1990246754753896451', submittedAt: 5, price: 0.4 });
		expect(again.find('b')).toEqual({ submittedAt: 6 });
		expect(again.find('c')).toBeUndefined();
		ledger.forget('a');
		expect(ledger.find('a')).toBeUndefined();
		expect([ledger.countTry(), ledger.countTry()]).toEqual([1, 2]);
		ledger.clear();
		expect(ledger.find('b')).toBeUndefined();
		expect(ledger.countTry()).toBe(1);
		expect(store['other']).toBe('kept');
	});

	it('reads nothing into a store that holds something else', () => {
		const ledger = new Ledger({ runningHubLedger: 'nonsense' });
		expect(ledger.find('a')).toBeUndefined();
		ledger.note('a', { submittedAt: 1 });
		expect(ledger.find('a')).toEqual({ submittedAt: 1 });
	});
});
