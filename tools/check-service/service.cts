import { setTimeout as sleep } from 'node:timers/promises';
import { PUBLIC_ADDRESSES, registryUnder } from '../../runninghub/catalogue/public-registry';
import type { Clock } from '../../runninghub/clock';
import { SITES, type Site } from '../../runninghub/sites';
import type { Transport } from '../../runninghub/transport';
import { SIMULATOR_KEYS } from '../../test/simulator/keys.cts';
import { createSimulator } from '../../test/simulator/simulator.cts';
import { axiosTransport } from '../client/axios-transport.cts';

/** A key of the right form that nobody has. */
const MADE_UP_KEY = '0123456789abcdef0123456789abcdef';

/** The service that is checked, with the key it is checked with. */
export interface Service {
	/** For the table and the report, such as 'International (runninghub.ai)'. */
	readonly name: string;
	readonly currency: Site['currency'];
	readonly transport: Transport;
	/** The same with a key that nobody has. */
	readonly strangerTransport: Transport;
	/** Where the public list of models is; the first that has it counts. */
	readonly registryAddresses: readonly string[];
	readonly clock: Clock;
	/** Texts that no report may hold. */
	readonly secrets: readonly string[];
	close(): Promise<void>;
}

const REAL_TIME: Clock = {
	now: () => Date.now(),
	sleep: async (milliseconds, signal) => {
		await sleep(milliseconds, undefined, { ...(signal && { signal }) }).catch(() => {});
	},
};

/** How a service is reached. */
export interface Reach {
	readonly name: string;
	readonly baseUrl: string;
	readonly currency: Site['currency'];
	readonly key: string;
	readonly registryAddresses: readonly string[];
}

/** A service at an address, with a key. */
export function serviceAt({ baseUrl, key, ...told }: Reach, clock: Clock = REAL_TIME): Service {
	return {
		...told,
		transport: axiosTransport(baseUrl, key),
		strangerTransport: axiosTransport(baseUrl, MADE_UP_KEY),
		clock,
		secrets: [key, MADE_UP_KEY, baseUrl],
		close: async () => {},
	};
}

/**
 * The service that the environment names: RUNNINGHUB_API_KEY, RUNNINGHUB_SITE (`international`, the
 * default, or `china`) and, for another address with that site's currency, RUNNINGHUB_BASE_URL.
 *
 * @throws Error when there is no key, or no such site.
 */
export function serviceOfEnvironment(environment: NodeJS.ProcessEnv): Service {
	const key = (environment['RUNNINGHUB_API_KEY'] ?? '').trim();
	if (key === '') {
		throw new Error(
			'RUNNINGHUB_API_KEY holds no key. Set it to the key to check with, and RUNNINGHUB_SITE to its site; or use -- --simulator.',
		);
	}
	const wanted = environment['RUNNINGHUB_SITE'] || 'international';
	const site = SITES.find(({ value }) => value === wanted);
	if (site === undefined) {
		const known = SITES.map(({ value }) => value).join(' or ');
		throw new Error(`RUNNINGHUB_SITE is '${wanted}': it must be ${known}.`);
	}
	const ownBaseUrl = (environment['RUNNINGHUB_BASE_URL'] ?? '').trim().replace(/\/+$/, '');
	const { currency } = site;
	return ownBaseUrl === ''
		? serviceAt({
				name: site.name,
				baseUrl: site.baseUrl,
				currency,
				key,
				registryAddresses: PUBLIC_ADDRESSES,
			})
		: serviceAt({
				name: `a base URL of one's own, for keys of ${site.name}`,
				baseUrl: ownBaseUrl,
				currency,
				key,
				registryAddresses: [registryUnder(ownBaseUrl)],
			});
}

/** Starts the simulator and gives it as the service. */
export async function simulatedService(): Promise<Service> {
	const simulator = createSimulator({ site: 'ai' });
	const baseUrl = await simulator.listen();
	const service = serviceAt({
		name: 'the simulator',
		baseUrl,
		currency: 'USD',
		key: SIMULATOR_KEYS.ai.shared,
		registryAddresses: [registryUnder(baseUrl)],
	});
	return { ...service, close: () => simulator.close() };
}
