import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createSimulator, type Simulator } from '../../test/simulator/simulator.cts';
import { CleanUp } from '../clean-up.cts';
import { tryLock } from '../lock.cts';
import { getN8n, type N8nInstallation, RECENT_N8N } from '../n8n/installation.cts';
import { N8nSession } from '../n8n/rest.cts';
import { type N8nCommand, type N8nPlace, type N8nServer, startN8n } from '../n8n/server.cts';
import { installPackage } from '../n8n/user-folder.cts';
import { WORK_FOLDER } from '../project.cts';
import { type Postgres, startPostgres } from '../services/postgres.cts';
import { type Redis, startRedis } from '../services/redis.cts';
import { step } from '../steps.cts';
import { type Balancer, startBalancer } from './balancer.cts';
import { SIMULATOR_SETTINGS } from './stage.cts';

const FOLDER = join(WORK_FOLDER, 'e2e-queue');
const FILES_FOLDER = join(FOLDER, 'files');
const WEBHOOK_PROCESSES = 2;
const WORKERS = 2;

/** A worker of n8n. */
export interface Worker {
	/** What it has logged so far, over all its starts. */
	log(): Promise<string>;
	/** Ends it as a power cut does. */
	kill(): Promise<void>;
	/** Starts it again if it was killed. */
	revive(): Promise<void>;
}

/**
 * An n8n in queue mode, each process with a user folder of its own as on machines of their own, and
 * a RunningHub for it to talk to.
 */
export interface QueueStage {
	readonly simulator: Simulator;
	/** At the main process. */
	readonly session: N8nSession;
	/** In front of the webhook processes. */
	readonly balancer: Balancer;
	readonly workers: readonly Worker[];
	/** Ends everything. */
	close(): Promise<void>;
}

/**
 * Starts PostgreSQL, Redis, the simulator, a balancer, and a recent n8n: a main process, two webhook
 * processes behind the balancer, and two workers; files are kept in the database. Prints its
 * progress.
 *
 * @throws MissingService that says what to install; Error when another one runs in this clone or
 *   something does not start. What was started before is ended again.
 */
export async function startQueueStage(): Promise<QueueStage> {
	const release = await tryLock(join(WORK_FOLDER, 'e2e.lock'));
	if (release === undefined) throw new Error('The end-to-end checks are running already here.');
	const cleanUp = new CleanUp();
	cleanUp.add(release);
	try {
		const postgres = await startPostgres(join(FOLDER, 'postgres'));
		cleanUp.add(() => postgres.stop());
		const redis = await startRedis(join(FOLDER, 'redis'));
		cleanUp.add(() => redis.stop());
		const simulator = createSimulator({ site: 'ai', settings: SIMULATOR_SETTINGS });
		await simulator.listen();
		cleanUp.add(() => simulator.close());
		const balancer = await startBalancer();
		cleanUp.add(() => balancer.close());

		const installation = await getN8n(RECENT_N8N);
		const environment = queueMode(postgres, redis, balancer);
		const place = async (name: string, command: N8nCommand): Promise<N8nPlace> => ({
			userFolder: await freshUserFolder(name, installation),
			filesFolder: FILES_FOLDER,
			binaryStorage: 'database',
			command,
			// It would wait for its database, which is gone then.
			exitSignal: 'SIGKILL',
			environment,
		});
		const start = async (name: string, command: N8nCommand): Promise<N8nServer> => {
			const server = await startN8n(installation, await place(name, command));
			cleanUp.add(() => server.stop());
			return server;
		};
		const main = await step(`Starting n8n ${RECENT_N8N} in queue mode`, () =>
			start('main', 'start'),
		);
		const hooks = await step('Starting its webhook processes', () =>
			inParallel(WEBHOOK_PROCESSES, (number) => start(`webhook-${number}`, 'webhook')),
		);
		balancer.targets = hooks.map(({ url }) => url);
		const workers = await step('Starting its workers', () =>
			inParallel(WORKERS, async (number) => {
				const worker = await startWorker(installation, await place(`worker-${number}`, 'worker'));
				cleanUp.add(() => worker.stop());
				return worker;
			}),
		);
		return {
			simulator,
			session: await N8nSession.logIn(main.url),
			balancer,
			workers,
			close: () => step('Ending n8n, PostgreSQL and Redis', () => cleanUp.run()),
		};
	} catch (error) {
		await cleanUp.run();
		throw error;
	}
}

/** The settings that all processes share. */
function queueMode(postgres: Postgres, redis: Redis, balancer: Balancer): NodeJS.ProcessEnv {
	return {
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
		N8N_ENCRYPTION_KEY: 'only-for-checks-on-this-machine',
		WEBHOOK_URL: balancer.url,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(postgres.port),
		DB_POSTGRESDB_USER: postgres.user,
		DB_POSTGRESDB_DATABASE: postgres.database,
		// For each worker, so that many executions need both.
		N8N_CONCURRENCY_PRODUCTION_LIMIT: '5',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(redis.port),
		// A dead worker is noticed after a minute; nobody waits that long here.
		QUEUE_WORKER_LOCK_DURATION: '20000',
		QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
		QUEUE_WORKER_STALLED_INTERVAL: '3000',
	};
}

async function freshUserFolder(name: string, installation: N8nInstallation): Promise<string> {
	const userFolder = join(FOLDER, name);
	await rm(userFolder, { recursive: true, force: true });
	await installPackage(userFolder, installation);
	return userFolder;
}

async function startWorker(
	installation: N8nInstallation,
	place: N8nPlace,
): Promise<Worker & { stop(): Promise<void> }> {
	let server = await startN8n(installation, place);
	let earlierLog = '';
	return {
		log: async () => earlierLog + (await readFile(server.logFile, 'utf8')),
		kill: () => server.kill(),
		revive: async () => {
			if (server.isRunning) return;
			earlierLog += await readFile(server.logFile, 'utf8');
			server = await startN8n(installation, place);
		},
		stop: () => server.stop(),
	};
}

/** Waits for all before it throws the error of one, so that each can be ended. */
async function inParallel<T>(count: number, start: (number: number) => Promise<T>): Promise<T[]> {
	const numbers = Array.from({ length: count }, (_one, index) => index + 1);
	const started = numbers.map((number) => start(number));
	await Promise.allSettled(started);
	return await Promise.all(started);
}
