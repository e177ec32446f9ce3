import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { RequestBudget, type RequestRank } from '../../../runninghub/scheduling/request-budget';
import { VirtualClock } from '../../simulator/simulator.cts';

const MINUTE = 60_000;
const NEVER = new AbortController().signal;

/** Asks as fast as it may for so long; tells when each request went, in milliseconds. */
async function hurry(
	budget: RequestBudget,
	clock: VirtualClock,
	milliseconds: number,
	rank: RequestRank = 'look',
): Promise<number[]> {
	const start = clock.now();
	const times: number[] = [];
	const ask = async () => {
		const over = new AbortController();
		clock.schedule(milliseconds, () => over.abort());
		while (!over.signal.aborted) {
			await budget.take(rank, over.signal);
			if (!over.signal.aborted) times.push(clock.now() - start);
			if (times.length > 5000) throw new Error('nothing holds it back');
		}
	};
	await clock.run(Promise.all(Array.from({ length: 20 }, ask)));
	return times;
}

/** The most requests that any minute held. */
function mostInMinute(times: readonly number[]): number {
	return Math.max(
		0,
		...times.map((at) => times.filter((each) => each > at - MINUTE && each <= at).length),
	);
}

function refusal(facts: { readonly code?: string; readonly httpStatus?: number }): RunningHubError {
	return new RunningHubError({
		kind: 'busy',
		message: 'too many',
		hint: '',
		noTaskMade: true,
		...facts,
	});
}

it('no minute holds more than 300 requests, and most of them are used', async () => {
	const clock = new VirtualClock();
	const times = await hurry(new RequestBudget(clock), clock, 4 * MINUTE);
	expect(mostInMinute(times)).toBeLessThanOrEqual(300);
	expect(times.filter((at) => at > 2 * MINUTE).length).toBeGreaterThan(2 * 180);
});

it('is larger where many tasks end', () => {
	const clock = new VirtualClock();
	const budget = new RequestBudget(clock);
	for (let end = 0; end < 400; end++) budget.ended();
	expect(budget.perMinute).toBe(1000);
});

it.each([
	['1003', { code: '1003' }],
	['HTTP 429', { httpStatus: 429 }],
])('%s cuts it at once, and it recovers slowly', async (_what, facts) => {
	const clock = new VirtualClock();
	const budget = new RequestBudget(clock);
	for (let each = 0; each < 20; each++) budget.heed(refusal(facts));
	expect(budget.perMinute).toBe(150);
	expect(mostInMinute(await hurry(budget, clock, MINUTE))).toBeLessThanOrEqual(225);
	await clock.advance(20 * MINUTE);
	expect(budget.perMinute).toBe(300);
});

it('other failures leave it as it is', () => {
	const budget = new RequestBudget(new VirtualClock());
	budget.heed(refusal({ code: '421' }));
	budget.heed(new Error('no answer'));
	expect(budget.perMinute).toBe(300);
});

it('submissions never wait, and looks come after counts', async () => {
	const clock = new VirtualClock();
	const budget = new RequestBudget(clock);
	for (let each = 0; each < 286; each++) budget.spend();
	const start = clock.now();
	await clock.run(budget.take('count', NEVER));
	const counted = clock.now() - start;
	await clock.run(budget.take('look', NEVER));
	expect(counted).toBe(0);
	expect(clock.now() - start).toBeGreaterThan(MINUTE / 2);
});
