import { execute } from '../../test/n8n/execution.cts';
import { createRandom } from '../../test/runninghub/random.cts';
import { createSimulator, SIMULATOR_KEYS } from '../../test/simulator/simulator.cts';
import type { Figure } from './figure.cts';
import { credentialFor, pictureParameters } from './node-setup.cts';
import { idealTime, taskLengths, timeWhenEndsAreSeenAtOnce } from './task-lengths.cts';

const TASKS = 40;
const SLOTS = 5;
const MIDDLE = 2000;

interface NodeRun {
	/** Milliseconds from the first submission to the last result. */
	readonly time: number;
	readonly requests: number;
}

async function runLengths(lengths: readonly number[], maxConcurrent: number): Promise<NodeRun> {
	const key = SIMULATOR_KEYS.cn.shared;
	const simulator = createSimulator();
	simulator.setConcurrency(key, SLOTS);
	try {
		const baseUrl = await simulator.listen();
		const credential = credentialFor(baseUrl, key);
		const parameters = pictureParameters({ options: { maxConcurrent } });
		const items = lengths.map((length) => ({ json: { prompt: `A lighthouse [time:${length}]` } }));
		const start = performance.now();
		const { outputs, error } = await execute({ credential, node: { parameters }, items });
		const time = performance.now() - start;
		if (error !== undefined || outputs[0]?.length !== TASKS) {
			throw new Error(`Not all tasks came home: ${error?.message ?? ''}`);
		}
		return { time, requests: simulator.requests.length };
	} finally {
		await simulator.close();
	}
}

/**
 * How long 40 items of about two seconds take the node in n8n's engine with 5 slots: over HTTP, in
 * real time, with downloads.
 */
export async function batchReal(seed: number): Promise<Figure[]> {
	await runLengths(new Array<number>(TASKS).fill(1), 0);
	const lengths = taskLengths(TASKS, MIDDLE, createRandom(seed));
	const ideal = idealTime(lengths, SLOTS);
	const floor = timeWhenEndsAreSeenAtOnce(lengths, SLOTS);
	const together = await runLengths(lengths, 0);
	const oneByOne = await runLengths(lengths, 1);
	const of = { group: 'a', unit: '' };
	return [
		{
			...of,
			name: `${TASKS} items around 2 s, ${SLOTS} slots, real time: makespan over the floor, every end seen at once`,
			value: together.time / floor,
			limit: 1.15,
		},
		{ ...of, name: '  over ideal, all slots busy to the end', value: together.time / ideal },
		{ ...of, name: '  floor over ideal', value: floor / ideal },
		{ ...of, name: '  the same one after the other', value: oneByOne.time / ideal },
		{ ...of, name: '  requests per task, downloads included', value: together.requests / TASKS },
	];
}
