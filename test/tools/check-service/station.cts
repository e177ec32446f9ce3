import { registryUnder } from '../../../runninghub/catalogue/public-registry';
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
import { createSimulator, SIMULATOR_KEYS, type Simulator } from '../../simulator/simulator.cts';

/** Time that passes at once: nobody waits for a busy simulator. */
const QUICK_CLOCK: Clock = { now: () => Date.now(), sleep: async () => {} };

/** A simulator that is checked. It may be changed before a check. */
export class Station {
	readonly simulator: Simulator = createSimulator({
		site: 'ai',
		settings: { duration: () => 0 },
	});
	readonly said: string[] = [];
	baseUrl = '';

	async open(): Promise<void> {
		this.baseUrl = await this.simulator.listen();
	}

	async close(): Promise<void> {
		await this.simulator.close();
	}

	/** A visit to the simulator with one of its keys. */
	visit(key = SIMULATOR_KEYS.ai.shared): Visit {
		const { baseUrl } = this;
		const registryAddresses = [registryUnder(baseUrl)];
		const told = { name: 'the simulator', currency: 'USD', registryAddresses } as const;
		return new Visit(serviceAt({ ...told, baseUrl, key }, QUICK_CLOCK));
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
