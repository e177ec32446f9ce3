import type { JsonObject } from '../../runninghub/json';
import { SIMULATOR_KEYS } from '../../test/simulator/keys.cts';
import { PICTURE_SIDE } from '../../test/simulator/media-files.cts';
import { createSimulator } from '../../test/simulator/simulator.cts';

/** The RunningHub that the demo talks to: the simulator, or the real one. */
export interface Service {
	/** For the user, for example 'the RunningHub simulator at http://127.0.0.1:40123'. */
	readonly name: string;
	/** The data of a RunningHub API credential for it. */
	readonly credential: JsonObject;
	/** One line for each task there, as far as it can be seen from outside n8n. */
	taskStates(): string[];
	close(): Promise<void>;
}

const SITES = ['international', 'china'];

/**
 * Starts the simulator; or, when the environment variable RUNNINGHUB_API_KEY holds a key, uses the
 * real service with it (RUNNINGHUB_SITE says which: `international`, the default, or `china`).
 *
 * @throws Error when RUNNINGHUB_SITE names no site.
 */
export async function openService(): Promise<Service> {
	const apiKey = realKey();
	return apiKey === '' ? openSimulator() : realService(apiKey);
}

/** The text without the user's key, wherever it may stand in it. */
export function hideKey(text: string): string {
	const key = realKey();
	return key === '' ? text : text.replaceAll(key, '[key]');
}

function realKey(): string {
	return (process.env['RUNNINGHUB_API_KEY'] ?? '').trim();
}

function realService(apiKey: string): Service {
	const site = process.env['RUNNINGHUB_SITE'] || 'international';
	if (!SITES.includes(site)) {
		throw new Error(`RUNNINGHUB_SITE is '${site}': it must be ${SITES.join(' or ')}.`);
	}
	return {
		name: `RunningHub (${site}), which charges for it`,
		credential: { site, apiKey },
		taskStates: () => [],
		close: async () => {},
	};
}

async function openSimulator(): Promise<Service> {
	const simulator = createSimulator({ site: 'ai', settings: { pictureSide: PICTURE_SIDE } });
	const url = await simulator.listen();
	return {
		name: `the RunningHub simulator at ${url}`,
		credential: { site: 'custom', baseUrl: url, apiKey: SIMULATOR_KEYS.ai.shared },
		taskStates: () => simulator.tasks().map((task) => `RunningHub task ${task.id}: ${task.state}`),
		close: () => simulator.close(),
	};
}
