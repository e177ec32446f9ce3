import { getQueueStatus } from '../../../runninghub/api/account';
import { repeatRead } from '../../../runninghub/api/repeat-read';
import type { FaultRule } from '../../simulator/simulator.cts';
import { createBench } from '../bench.cts';
import { errorOf } from '../error-of.cts';

it.each<FaultRule['kind']>(['badGateway', 'reset', 'brokenJson', 'unavailable', 'tooManyRequests'])(
	'asks again after %s, with growing pauses',
	async (kind) => {
		const { simulator, clock, transport, run } = createBench();
		simulator.faults.add({ on: 'queueStatus', kind, times: 3 });
		const start = clock.now();
		const status = await run(repeatRead(clock, async () => await getQueueStatus(transport)));
		expect(status.limit).toBe(50);
		const times = simulator.requestsOf('queueStatus').map(({ at }) => at - start);
		expect(times).toEqual([0, 1000, 3000, 7000]);
	},
);

it('gives up after four, with the last fault', async () => {
	const { simulator, clock, transport, run } = createBench();
	simulator.faults.add({ on: 'queueStatus', kind: 'badGateway', times: Infinity });
	const error = await errorOf(run(repeatRead(clock, async () => await getQueueStatus(transport))));
	expect(error.facts).toMatchObject({ kind: 'server', httpStatus: 502 });
	expect(simulator.requestsOf('queueStatus')).toHaveLength(4);
});

it('waits as long as it is asked to, within reason', async () => {
	const { simulator, clock, transport, run } = createBench();
	simulator.faults.add({ on: 'queueStatus', kind: 'tooManyRequests', retryAfter: 12 });
	simulator.faults.add({ on: 'queueStatus', kind: 'tooManyRequests', retryAfter: 5000 });
	const start = clock.now();
	await run(repeatRead(clock, async () => await getQueueStatus(transport)));
	const times = simulator.requestsOf('queueStatus').map(({ at }) => at - start);
	expect(times).toEqual([0, 12_000, 42_000]);
});

it('asks once what will not pass', async () => {
	const { simulator, clock, transport, run } = createBench();
	simulator.faults.add({ on: 'queueStatus', kind: 'unauthorized' });
	const error = await errorOf(run(repeatRead(clock, async () => await getQueueStatus(transport))));
	expect(error.kind).toBe('auth');
	expect(simulator.requestsOf('queueStatus')).toHaveLength(1);
});

it('stops asking once the user has stopped', async () => {
	const { simulator, clock, transport, run } = createBench();
	simulator.faults.add({ on: 'queueStatus', kind: 'badGateway', times: Infinity });
	const stopped = new AbortController();
	clock.schedule(1500, () => stopped.abort());
	const read = repeatRead(clock, async () => await getQueueStatus(transport), stopped.signal);
	expect((await errorOf(run(read))).facts.httpStatus).toBe(502);
	expect(simulator.requestsOf('queueStatus').length).toBeLessThanOrEqual(3);
});
