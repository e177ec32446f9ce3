import { Ledger, type LedgerStore } from '../../../runninghub/tasks/submission/ledger';
import { TransportFault, type Transport } from '../../../runninghub/transport';
import type { FaultRule } from '../../simulator/simulator.cts';
import {
	createBatchBench,
	endings,
	numbered,
	stored,
	submitThrough,
	type BatchBench,
	type PromptOutcome,
} from './batch-bench.cts';

const SECOND = 1000;

function errorAt(outcomes: readonly PromptOutcome[], index: number): unknown {
	const outcome = outcomes[index];
	return outcome?.state === 'failed' ? outcome.error : undefined;
}

/** Submissions whose answers come so late; tells how many were unanswered at each one's start. */
function lateAnswers(
	{ transport, clock }: BatchBench,
	delay: number,
	isLost: (sequence: number) => boolean = () => false,
): { readonly transport: Transport; readonly unanswered: number[]; readonly starts: number[] } {
	const unanswered: number[] = [];
	const starts: number[] = [];
	let out = 0;
	return {
		unanswered,
		starts,
		transport: {
			request: async (request) => {
				if (!request.path.endsWith('/text-to-image')) return await transport.request(request);
				out += 1;
				unanswered.push(out);
				starts.push(clock.now());
				const sequence = starts.length;
				const answer = await transport.request(request);
				await clock.sleep(delay);
				out -= 1;
				if (isLost(sequence)) throw new TransportFault('no answer within 120 seconds', false);
				return answer;
			},
		},
	};
}

function through(bench: BatchBench, count: number, transport: Transport) {
	return bench.jobs(numbered(count)).map((job) => ({ ...job, submit: submitThrough(transport) }));
}

describe('submissions whose outcome is unknown, where a failure stops no other', () => {
	it.each<FaultRule['kind']>(['badGateway', 'reset', 'emptyBody', 'gatewayTimeout'])(
		'%s for ever: three are made, and the other 37 of 40 tell why they were not',
		async (kind) => {
			const bench = createBatchBench(50);
			bench.simulator.faults.add({ on: 'submit', kind, taskCreated: true, times: Infinity });
			const outcomes = await bench.batch(bench.jobs(numbered(40)));
			expect(bench.simulator.counters.tasksCreated).toBe(3);
			expect(endings(outcomes)).toEqual(
				outcomes.map((_, index) => (index < 3 ? 'uncertain' : 'server')),
			);
			for (const index of [3, 39]) {
				expect(errorAt(outcomes, index)).toMatchObject({
					message: expect.stringMatching(/^Not submitted: of the last 3 submissions.*unknown/),
					facts: { noTaskMade: true },
				});
			}
		},
	);

	it('tell RunningHub’s own words and code', async () => {
		const bench = createBatchBench(50);
		const message = 'Service melting';
		bench.simulator.faults.add({
			on: 'submit',
			kind: 'code',
			code: '1011',
			message,
			times: Infinity,
		});
		const outcomes = await bench.batch(bench.jobs(numbered(9)));
		expect(errorAt(outcomes, 8)).toMatchObject({ facts: { code: '1011', detail: message } });
	});

	it('that hang: one, then two at a time', async () => {
		const bench = createBatchBench(50);
		const { transport, unanswered, starts } = lateAnswers(bench, 120 * SECOND, () => true);
		const start = bench.clock.now();
		const outcomes = await bench.batch(through(bench, 40, transport));
		expect(unanswered).toEqual([1, 1, 2]);
		expect(starts.map((at) => at - start)).toEqual([0, 120 * SECOND, 120 * SECOND]);
		expect(endings(outcomes).filter((ending) => ending === 'uncertain')).toHaveLength(3);
		expect(bench.clock.now() - start).toBe(240 * SECOND);
	});

	it('with clear answers in between are borne', async () => {
		const bench = createBatchBench(50);
		const isLost = (sequence: number) => sequence % 3 !== 0;
		const { transport } = lateAnswers(bench, 0, isLost);
		const outcomes = await bench.batch(through(bench, 30, transport));
		expect(endings(outcomes)).not.toContain('server');
		expect(endings(outcomes).filter((ending) => ending === 'finished')).toHaveLength(10);
	});

	it('are not bought again by the next try, which brings the others home', async () => {
		const bench = createBatchBench(50);
		const store: LedgerStore = {};
		const fault = bench.simulator.faults.add({
			on: 'submit',
			kind: 'badGateway',
			taskCreated: true,
			times: Infinity,
		});
		await bench.batch(bench.jobs(numbered(10)), { ledger: new Ledger(store) });
		fault.remove();
		const again = { ledger: new Ledger(stored(store)), stops: () => true };
		const outcomes = await bench.batch(bench.jobs(numbered(10)), again);
		expect(endings(outcomes)).toEqual(
			outcomes.map((_, index) => (index < 3 ? 'uncertain' : 'finished')),
		);
		expect(new Set(bench.prompts()).size).toBe(10);
		expect(bench.prompts()).toHaveLength(10);
		expect(errorAt(outcomes, 0)).toMatchObject({
			message: expect.stringMatching(/not submitted again\. In that try: .*HTTP 502/),
			facts: { httpStatus: 502 },
		});
	});
});

it('the code and the words of an unknown outcome survive all tries', async () => {
	const bench = createBatchBench(5);
	let store: LedgerStore = {};
	const fault = { on: 'submit', kind: 'code', code: '1011', message: 'Overloaded today' } as const;
	bench.simulator.faults.add(fault);
	for (const _try of [1, 2, 3]) {
		store = stored(store);
		const ledger = new Ledger(store);
		const outcomes = await bench.batch(bench.jobs(['a boat', 'a car']), { ledger });
		expect(endings(outcomes)).toEqual(['uncertain', 'finished']);
		expect(errorAt(outcomes, 0)).toMatchObject({
			message: expect.stringMatching(/overloaded/i),
			facts: { code: '1011', detail: 'Overloaded today' },
		});
	}
});

it('while answers are clear, submissions ramp up: 1, 2, 4 …', async () => {
	const bench = createBatchBench(50);
	const { transport, starts } = lateAnswers(bench, SECOND);
	const start = bench.clock.now();
	await bench.batch(through(bench, 30, transport));
	const inSecond = [0, 1, 2, 3].map(
		(second) => starts.filter((at) => at - start === second * SECOND).length,
	);
	expect(inSecond).toEqual([1, 2, 4, 8]);
});

describe('while RunningHub cannot be asked', () => {
	it('nothing new is submitted, and all comes home afterwards', async () => {
		const bench = createBatchBench(4);
		const fault: FaultRule = { on: 'query', kind: 'badGateway', times: Infinity };
		const prompts = numbered(16, '[time:30000]');
		const start = bench.clock.now();
		bench.clock.schedule(60 * SECOND, () => {
			const { remove } = bench.simulator.faults.add(fault);
			bench.clock.schedule(600 * SECOND, remove);
		});
		const outcomes = await bench.batch(bench.jobs(prompts));
		expect(endings(outcomes)).toEqual(prompts.map(() => 'finished'));
		const submits = bench.simulator.requestsOf('submit').map(({ at }) => at - start);
		expect(submits).toHaveLength(16);
		// A few looks tell that it is out of reach.
		expect(submits.filter((at) => at > 75 * SECOND && at < 660 * SECOND)).toEqual([]);
	});

	it('for as long as the time limit, what waits is tried when nobody looks any more', async () => {
		const bench = createBatchBench(2);
		bench.simulator.faults.add({ on: 'query', kind: 'badGateway', times: Infinity });
		const outcomes = await bench.batch(bench.jobs(numbered(4), 600 * SECOND));
		expect(endings(outcomes)).toEqual(outcomes.map(() => 'timeout'));
		expect(bench.simulator.counters.tasksCreated).toBe(4);
	});
});
