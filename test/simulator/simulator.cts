import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { AssetStore } from './asset-store.cts';
import { realClock } from './clock.cts';
import type { SimulatorClock } from './clock.cts';
import { Faults } from './faults.cts';
import { FileStore } from './file-store.cts';
import { requestInProcess } from './in-process.cts';
import type { InProcessRequest, InProcessResponse } from './in-process.cts';
import { defaultKeys, KeyRing } from './keys.cts';
import type { ApiKeyOptions, Site } from './keys.cts';
import { LoraStore } from './lora-store.cts';
import { attachProgress } from './progress.cts';
import { RequestLog } from './request-log.cts';
import type { LoggedRequest, RouteKind } from './request-log.cts';
import { accountRoutes } from './routes/account.cts';
import { aiAppRoutes } from './routes/ai-apps.cts';
import { assetRoutes } from './routes/assets.cts';
import { comfyUiProxyRoutes } from './routes/comfyui-proxy.cts';
import { downloadRoutes } from './routes/downloads.cts';
import { legacyTaskRoutes } from './routes/legacy-tasks.cts';
import { loraRoutes } from './routes/loras.cts';
import { modelRoutes } from './routes/models.cts';
import { registryRoutes } from './routes/registry.cts';
import { quickCreateRoutes } from './routes/quick-create.cts';
import { queryRoutes } from './routes/query.cts';
import { uploadRoutes } from './routes/uploads.cts';
import { workflowRoutes } from './routes/workflows.cts';
import { createServer } from './server.cts';
import type { Service, Submission } from './service.cts';
import { defaultSettings } from './settings.cts';
import type { SimulatorSettings } from './settings.cts';
import type { TaskPlan } from './task-plan.cts';
import { TaskStore } from './tasks.cts';
import type { TaskRecord } from './tasks.cts';
import { deliverOverHttp, Webhooks } from './webhooks.cts';
import type { Deliver, WebhookRecord } from './webhooks.cts';

export { SIMULATOR_KEYS, UNKNOWN_KEY } from './keys.cts';
export { VirtualClock } from './virtual-clock.cts';
export { failWith } from './task-plan.cts';
export type { ApiKeyOptions, KeyKind, Site } from './keys.cts';
export type { InProcessRequest, InProcessResponse } from './in-process.cts';
export type { FaultKind, FaultRule } from './faults.cts';
export type { LoggedRequest, RouteKind } from './request-log.cts';
export type { SimulatorClock } from './clock.cts';
export type { SimulatorSettings } from './settings.cts';
export type { Submission } from './service.cts';
export type { TaskFacts, TaskRecord, TaskState } from './tasks.cts';
export type { TaskFailure, TaskPlan } from './task-plan.cts';

/** How a simulator is made. */
export interface SimulatorOptions {
	/** `cn` unless told: CNY and the cn keys; `ai`: USD and the ai keys. */
	readonly site?: Site;
	/** Instead of the site's usual keys. */
	readonly keys?: readonly ApiKeyOptions[];
	readonly settings?: Partial<SimulatorSettings>;
	/** The machine's own time unless told. */
	readonly clock?: SimulatorClock;
	/** How callbacks are sent; over HTTP to this machine unless told. */
	readonly deliver?: Deliver;
}

/** What has happened so far. */
export interface SimulatorCounters {
	readonly tasksCreated: number;
	/** How many tasks were charged for. */
	readonly charges: number;
	/** What was charged altogether, in the site's currency. */
	readonly charged: number;
	/** By key: the most tasks that were queued or running at the same time. */
	readonly maxInFlight: Readonly<Record<string, number>>;
	readonly requestsByKind: Readonly<Partial<Record<RouteKind, number>>>;
	/** Downloads and LoRA transfers that carried an Authorization header, and so perhaps a key. */
	readonly authorizedDownloads: number;
}

/** A local RunningHub. */
export interface Simulator {
	/** Starts to listen on 127.0.0.1 and resolves with the base URL. Port 0: any free one. */
	listen(port?: number): Promise<string>;
	/** Stops listening; requests that hang are cut off. */
	close(): Promise<void>;
	/**
	 * Serves one request in process.
	 *
	 * @throws Error with `code` ECONNRESET when a fault leaves the request without an answer.
	 */
	inject(request: InProcessRequest): Promise<InProcessResponse>;
	/** Requests of `inject` that are under way: time should stand still for them. */
	busy(): boolean;
	/** Whether the request that came from this port of the client waits for an answer that never comes. */
	isHanging(port: number): boolean;
	/** The address links start with: that of `listen`, before it `http://127.0.0.1`. */
	readonly baseUrl: string;
	readonly site: Site;
	/** May be changed while the simulator runs. */
	readonly settings: SimulatorSettings;
	readonly faults: Faults;
	/** Every request so far. */
	readonly requests: readonly LoggedRequest[];
	/** The requests of some kinds. */
	requestsOf(...kinds: readonly RouteKind[]): LoggedRequest[];
	/** Every task so far, as it is now. */
	tasks(): readonly TaskRecord[];
	readonly counters: SimulatorCounters;
	/** The record of a task's callback. */
	webhookOf(taskId: string): WebhookRecord | undefined;
	/**
	 * Decides what becomes of each submit that passed every check. The answer replaces what keywords
	 * in the request ask for; `undefined` leaves it at them.
	 */
	onSubmit(decide: (submission: Submission) => TaskPlan | undefined): void;
	/** Lets other clients of the key occupy that many slots. */
	occupy(key: string, slots: number): void;
	/** How many tasks of the key may be queued or running at the same time. */
	setConcurrency(key: string, slots: number): void;
	/** Fills or empties a wallet. */
	setWallet(key: string, wallet: { money?: number; coins?: number }): void;
}

/** Creates a local RunningHub. It serves in process at once, and over HTTP after `listen`. */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
	const site = options.site ?? 'cn';
	const clock = options.clock ?? realClock;
	const settings: SimulatorSettings = { ...defaultSettings(), ...options.settings };
	const keys = new KeyRing(options.keys ?? defaultKeys(site));
	const faults = new Faults();
	const log = new RequestLog();
	const hanging = new Set<number>();
	const files = new FileStore(clock, settings);
	const loras = new LoraStore(clock, settings);
	const assets = new AssetStore(clock, settings, files);
	const webhooks = new Webhooks(clock, settings, faults, options.deliver ?? deliverOverHttp);
	let baseUrl = 'http://127.0.0.1';
	let decide: (submission: Submission) => TaskPlan | undefined = () => undefined;
	let underWay = 0;
	const tasks = new TaskStore(clock, (task) => webhooks.taskEnded(task, new URL(baseUrl).host));
	const service: Service = {
		site,
		clock,
		settings,
		keys,
		tasks,
		files,
		loras,
		assets,
		webhooks,
		faults,
		log,
		hanging,
		baseUrl: () => baseUrl,
		planFor: (submission) => decide(submission),
	};
	const http = createServer(service, [
		...modelRoutes(service),
		...registryRoutes(service),
		...queryRoutes(service),
		...uploadRoutes(service),
		...accountRoutes(service),
		...legacyTaskRoutes(service),
		...downloadRoutes(service),
		...workflowRoutes(service),
		...aiAppRoutes(service),
		...quickCreateRoutes(service),
		...loraRoutes(service),
		...assetRoutes(service),
		...comfyUiProxyRoutes(service),
	]);
	const breakOffProgress = attachProgress(http.server, service);

	async function inject(request: InProcessRequest): Promise<InProcessResponse> {
		const url = new URL(request.url, baseUrl);
		underWay += 1;
		try {
			await http.ready();
			return await requestInProcess(http.server, `${url.pathname}${url.search}`, request);
		} finally {
			underWay -= 1;
		}
	}

	return {
		site,
		settings,
		faults,
		inject,
		busy: () => underWay > 0,
		isHanging: (port) => hanging.has(port),
		async listen(port = 0) {
			await http.ready();
			http.server.listen(port, '127.0.0.1');
			await once(http.server, 'listening');
			const address: AddressInfo | string | null = http.server.address();
			const bound = typeof address === 'object' && address !== null ? address.port : port;
			baseUrl = `http://127.0.0.1:${bound}`;
			return baseUrl;
		},
		async close() {
			breakOffProgress();
			await http.close();
		},
		get baseUrl() {
			return baseUrl;
		},
		get requests() {
			return log.entries;
		},
		requestsOf: (...kinds) => log.of(...kinds),
		tasks: () => tasks.all(),
		get counters() {
			const all = tasks.all();
			return {
				tasksCreated: all.length,
				charges: tasks.chargeCount,
				charged: Math.round(all.reduce((sum, task) => sum + task.charge, 0) * 10_000) / 10_000,
				maxInFlight: tasks.maxInFlight(),
				requestsByKind: log.byKind(),
				authorizedDownloads: log
					.of('download', 'loraTransfer')
					.filter((entry) => entry.headers['authorization'] !== undefined).length,
			};
		},
		webhookOf: (taskId) => webhooks.ofTask(taskId),
		onSubmit(next) {
			decide = next;
		},
		occupy(key, slots) {
			keys.get(key).occupied = slots;
		},
		setConcurrency(key, slots) {
			keys.get(key).concurrency = slots;
		},
		setWallet(key, wallet) {
			Object.assign(keys.get(key), wallet);
		},
	};
}
