import type { JsonObject } from '../../runninghub/json';
import type { Transport } from '../../runninghub/transport';
import {
	createSimulator,
	SIMULATOR_KEYS,
	VirtualClock,
	type Simulator,
	type SimulatorOptions,
} from '../simulator/simulator.cts';
import { inProcessTransport } from './in-process-transport.cts';

/** The SHARED key that a bench uses unless told. */
export const KEY = SIMULATOR_KEYS.cn.shared;

/** A model that takes a prompt and makes a picture, at 0.4 apiece. */
export const MODEL = 'rhart-image-n-pro/text-to-image';

/** The client and a simulator, in the same process and the same virtual time. */
export interface Bench {
	readonly simulator: Simulator;
	readonly clock: VirtualClock;
	readonly transport: Transport;
	/** Runs work to its end, letting time pass whenever everybody waits for it. */
	run<T>(work: Promise<T>): Promise<T>;
}

/** A fresh bench. */
export function createBench(options: Omit<SimulatorOptions, 'clock'> = {}, key = KEY): Bench {
	const clock = new VirtualClock();
	const simulator = createSimulator({ ...options, clock });
	return {
		simulator,
		clock,
		transport: inProcessTransport(simulator, key),
		run: async (work) => await clock.run(work, () => simulator.busy()),
	};
}

/** The body of a run of `MODEL`. */
export function bodyWith(prompt: string): JsonObject {
	return { prompt, resolution: '1k' };
}
