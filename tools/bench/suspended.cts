import { setTimeout as pass } from 'node:timers/promises';
import { execute, type ExecutionResult, type ExecutionSetup } from '../../test/n8n/execution.cts';
import { callBack } from '../../test/n8n/suspended.cts';
import {
	createSimulator,
	type Simulator,
	SIMULATOR_KEYS,
	VirtualClock,
} from '../../test/simulator/simulator.cts';
import type { Figure } from './figure.cts';
import { credentialFor, pictureParameters } from './node-setup.cts';

const EXECUTIONS = 100;
const TASKS = 3;
const MINUTE = 60_000;
/** Milliseconds that requests are listened for while everything is suspended. */
const LISTENING = 3000;

/** An execution that has left memory. */
interface Suspended {
	readonly setup: ExecutionSetup;
	readonly run: ExecutionResult['run'];
}

/** Requests to RunningHub's API; the files of finished tasks lie elsewhere. */
function apiRequests(simulator: Simulator): number {
	return simulator.requests.length - simulator.requestsOf('download').length;
}

/** The tasks end one minute after the other, in the simulator's own time. */
async function suspendOne(simulator: Simulator, apiKey: string): Promise<Suspended> {
	const setup = {
		credential: credentialFor(simulator.baseUrl, apiKey),
		node: { parameters: pictureParameters({ waitMode: 'suspend' }) },
		items: Array.from({ length: TASKS }, (_, index) => ({
			json: { prompt: `A lighthouse [time:${(index + 1) * MINUTE}]` },
		})),
	};
	const { run, error } = await execute(setup);
	if (run.status !== 'waiting') {
		throw new Error(`The execution is ${run.status}, not suspended: ${error?.message ?? ''}`);
	}
	return { setup, run };
}

/** What 100 suspended executions ask of RunningHub while they wait, and when they are called back. */
export async function suspended(): Promise<Figure[]> {
	const apiKey = SIMULATOR_KEYS.cn.shared;
	const clock = new VirtualClock();
	const calls: string[] = [];
	const simulator = createSimulator({
		clock,
		deliver: async (url) => {
			calls.push(url);
			return { status: 200, text: '' };
		},
	});
	simulator.setConcurrency(apiKey, EXECUTIONS * TASKS);
	try {
		await simulator.listen();
		const waiting: Suspended[] = [];
		for (let each = 0; each < EXECUTIONS; each++) waiting.push(await suspendOne(simulator, apiKey));
		const byAddress = new Map(
			simulator
				.tasks()
				.map(({ webhookUrl }, index) => [webhookUrl, waiting[Math.floor(index / TASKS)]]),
		);
		const before = apiRequests(simulator);
		await pass(LISTENING);
		const whileWaiting = apiRequests(simulator) - before;
		const perCallback: number[] = [];
		let resumed = 0;
		for (let round = 0; round < TASKS; round++) {
			await clock.advance(MINUTE);
			for (const address of calls.splice(0)) {
				const called = byAddress.get(address);
				if (called === undefined) throw new Error('A callback came for nobody');
				const asked = apiRequests(simulator);
				const query = Object.fromEntries(new URL(address).searchParams);
				const { items } = await callBack(called.setup, called.run, query);
				perCallback.push(apiRequests(simulator) - asked);
				if (items?.filter(({ json }) => json.error === undefined).length === TASKS) resumed += 1;
			}
		}
		if (resumed !== EXECUTIONS || perCallback.length !== EXECUTIONS * TASKS) {
			throw new Error(`${resumed} executions resumed after ${perCallback.length} callbacks`);
		}
		const of = { group: 'f', unit: '' };
		return [
			{
				...of,
				name: `requests while ${EXECUTIONS} executions are suspended`,
				value: whileWaiting,
				limit: 0,
			},
			{
				...of,
				name: `most requests for a callback, ${TASKS} tasks, besides downloads`,
				value: Math.max(...perCallback),
				limit: TASKS + 1,
			},
		];
	} finally {
		await simulator.close();
	}
}
