import { createSimulator, type Simulator } from '../../test/simulator/simulator.cts';
import type { CredentialReference } from '../n8n/rest.cts';
import { credentialData, SIMULATOR_SETTINGS, type Stage } from './stage.cts';

/** A RunningHub that nobody else asks, and a credential for it. */
export interface OwnService {
	readonly simulator: Simulator;
	readonly credential: CredentialReference;
}

/**
 * Does something with RunningHubs of its own: what one of them does, such as to lose answers, leaves
 * nothing in n8n that holds other executions back.
 *
 * @param names of the credentials, one for each RunningHub.
 */
export async function onOwnServices<Name extends string, T>(
	{ session }: Pick<Stage, 'session'>,
	names: readonly Name[],
	act: (services: ReadonlyArray<OwnService & { readonly name: Name }>) => Promise<T>,
): Promise<T> {
	const simulators: Simulator[] = [];
	try {
		const services = [];
		for (const name of names) {
			const simulator = createSimulator({ site: 'ai', settings: SIMULATOR_SETTINGS });
			await simulator.listen();
			simulators.push(simulator);
			const data = credentialData({ simulator });
			const credential = await session.importCredential(name, 'runningHubApi', data);
			services.push({ name, simulator, credential });
		}
		return await act(services);
	} finally {
		for (const simulator of simulators) await simulator.close();
	}
}
