import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../runninghub/clock';
import type { Row } from '../../../tools/check-service/check.cts';
import {
	bySection,
	freeChecks,
	kindOfKey,
	runChecks,
} from '../../../tools/check-service/run-checks.cts';
import { serviceAt } from '../../../tools/check-service/service.cts';
import { spend } from '../../../tools/check-service/spend.cts';
import { Visit } from '../../../tools/check-service/visit.cts';
import { catalogue } from '../../simulator/catalogue.cts';
import { createSimulator, SIMULATOR_KEYS, type Simulator } from '../../simulator/simulator.cts';

const TYPES: Readonly<Record<string, string>> = {
	string: 'STRING',
	integer: 'INT',
	number: 'FLOAT',
	boolean: 'BOOLEAN',
	enum: 'LIST',
	image: 'IMAGE',
	video: 'VIDEO',
	audio: 'AUDIO',
};

/** A model of the registry, as far as the checks look at it. */
export interface RegistryModel {
	endpoint: string;
	output_type: string;
	params: { fieldKey: string; type: string; options?: { value: string }[] }[];
}

/** The registry that a service of today would have: without node-keyed models and JSON parameters. */
export function usualRegistry(): RegistryModel[] {
	return [...catalogue().values()]
		.filter(({ parameters }) => parameters.every(({ key }) => !key.includes('##')))
		.map(({ endpoint, output, parameters }) => ({
			endpoint,
			output_type: output === 'text' ? 'string' : output,
			params: parameters.flatMap(({ key, type, options }) => {
				const theirs = TYPES[type];
				if (theirs === undefined) return [];
				const choices = [{ value: 'empty' }, ...options.map(({ value }) => ({ value }))];
				return [{ fieldKey: key, type: theirs, ...(type === 'enum' && { options: choices }) }];
			}),
		}));
}

const USUAL_REGISTRY = JSON.stringify(usualRegistry());

/** Time that passes at once: nobody waits for a busy simulator. */
const QUICK_CLOCK: Clock = { now: () => Date.now(), sleep: async () => {} };

/** A simulator that is checked, and a registry beside it. Both may be changed before a check. */
export class Station {
	readonly simulator: Simulator = createSimulator({
		site: 'ai',
		settings: { duration: () => 0 },
	});
	registry = USUAL_REGISTRY;
	readonly said: string[] = [];
	baseUrl = '';
	registryAddress = '';
	private server: Server | undefined;

	async open(): Promise<void> {
		this.baseUrl = await this.simulator.listen();
		const server = createServer((_request, response) => response.end(this.registry));
		await new Promise<void>((resolve) => {
			server.listen(0, '127.0.0.1', resolve);
		});
		const address: AddressInfo | string | null = server.address();
		if (typeof address !== 'object' || address === null) throw new Error('no address');
		this.registryAddress = `http://127.0.0.1:${address.port}/models_registry.json`;
		this.server = server;
	}

	async close(): Promise<void> {
		this.server?.closeAllConnections();
		this.server?.close();
		await this.simulator.close();
	}

	/** A visit to the simulator with one of its keys. */
	visit(key = SIMULATOR_KEYS.ai.shared): Visit {
		const { baseUrl, registryAddress } = this;
		const reach = {
			name: 'the simulator',
			baseUrl,
			currency: 'USD',
			key,
			registryAddress,
		} as const;
		return new Visit(serviceAt(reach, QUICK_CLOCK));
	}

	/** All rows of a check, with the runs that an amount allows. */
	async check(amount = 0, key = SIMULATOR_KEYS.ai.shared): Promise<Row[]> {
		const visit = this.visit(key);
		const keyKind = await kindOfKey(visit);
		const rows = await runChecks(freeChecks(visit, keyKind), visit);
		return bySection([...rows, ...(await this.spend(amount, key))]);
	}

	/** The rows of the runs that an amount allows. */
	async spend(amount: number, key = SIMULATOR_KEYS.ai.shared): Promise<Row[]> {
		const visit = this.visit(key);
		return await spend(visit, await kindOfKey(visit), amount, (line) => this.said.push(line));
	}
}

/** The statements of the rows that are not the same. */
export function others(rows: readonly Row[]): string[] {
	return rows
		.filter(({ verdict }) => verdict !== 'same')
		.map(({ statement, verdict }) => (verdict === 'different' ? statement : `(${statement})`));
}
