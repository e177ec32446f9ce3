import type { SimulatorClock } from './clock.cts';
import type { AssetStore } from './asset-store.cts';
import type { Faults } from './faults.cts';
import type { FileStore } from './file-store.cts';
import type { KeyRing, Site } from './keys.cts';
import type { LoraStore } from './lora-store.cts';
import type { RequestLog } from './request-log.cts';
import type { SimulatorSettings } from './settings.cts';
import type { TaskPlan } from './task-plan.cts';
import type { TaskFacts, TaskStore } from './tasks.cts';
import type { Webhooks } from './webhooks.cts';

/** A submit that passed every check and is about to become a task. */
export interface Submission extends TaskFacts {
	readonly key: string;
	/** What keywords in the request ask for. */
	readonly plan: TaskPlan;
}

/** What all routes of one simulated site share. */
export interface Service {
	readonly site: Site;
	readonly clock: SimulatorClock;
	readonly settings: SimulatorSettings;
	readonly keys: KeyRing;
	readonly tasks: TaskStore;
	readonly files: FileStore;
	readonly loras: LoraStore;
	readonly assets: AssetStore;
	readonly webhooks: Webhooks;
	readonly faults: Faults;
	readonly log: RequestLog;
	/** The ports from which requests came that get no answer, as long as they wait for one. */
	readonly hanging: Set<number>;
	/** Scheme, host and port under which links of this simulator work. */
	readonly baseUrl: () => string;
	/** What a test wants to become of a submit; wins over keywords. */
	readonly planFor: (submission: Submission) => TaskPlan | undefined;
}

/** The currency of the site's prices and wallets. */
export function currencyOf(site: Site): 'CNY' | 'USD' {
	return site === 'cn' ? 'CNY' : 'USD';
}
