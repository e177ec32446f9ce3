import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../free-port.cts';
import { hostEnvironment } from '../host-environment.cts';
import { startProgram, type RunningProgram } from '../program.cts';
import { OLDEST_N8N, RECENT_N8N, type N8nInstallation, type N8nVersion } from './installation.cts';

/** A running n8n. */
export interface N8nServer extends RunningProgram {
	/** For example `http://127.0.0.1:40123`. */
	readonly url: string;
}

/** Where an n8n may keep the content of files. */
export type BinaryStorage = 'filesystem' | 'database';

/**
 * What an n8n process does, as its command line calls it: `start` has the editor (and, but in queue
 * mode, everything else), `webhook` takes calls from outside, `worker` runs executions.
 */
export type N8nCommand = 'start' | 'webhook' | 'worker';

/** Where an n8n keeps its things. */
export interface N8nPlace {
	/** n8n's own data: database, encryption key, installed packages. */
	readonly userFolder: string;
	/** The working folder, and the only one that workflows may read and write. */
	readonly filesFolder: string;
	/** The port of 127.0.0.1 to listen on; any free one unless told. */
	readonly port?: number;
	/** Where the content of files is kept; on disk unless told. */
	readonly binaryStorage?: BinaryStorage;
	/** `start` unless told. */
	readonly command?: N8nCommand;
	/** What ends it when this program is left while it runs; SIGTERM unless told. */
	readonly exitSignal?: NodeJS.Signals;
	/** Further settings. */
	readonly environment?: NodeJS.ProcessEnv;
	/** Sites that are played on this machine: their domains, and the URLs of the servers that play them. */
	readonly playedSites?: Readonly<Record<string, string>>;
}

/**
 * Starts n8n on 127.0.0.1 and waits until it answers. What it prints goes to `n8n.log` in the user
 * folder.
 *
 * @throws Error with the end of the log when n8n ends early or is not ready after 3 minutes.
 */
export async function startN8n(
	installation: N8nInstallation,
	{ userFolder, filesFolder, command = 'start', ...place }: N8nPlace,
): Promise<N8nServer> {
	await mkdir(userFolder, { recursive: true });
	await mkdir(filesFolder, { recursive: true });
	const port = place.port ?? (await freePort());
	const url = `http://127.0.0.1:${port}`;
	const played = await playSites(userFolder, place.playedSites);
	const program = await startProgram({
		name: command === 'start' ? 'n8n' : `n8n's ${command} process`,
		command: installation.node,
		args: [installation.n8n, command],
		cwd: filesFolder,
		env: {
			...hostEnvironment(),
			...QUIET,
			...ONLY_FOR[installation.version],
			...played,
			[command === 'worker' ? 'QUEUE_HEALTH_CHECK_PORT' : 'N8N_PORT']: String(port),
			N8N_DEFAULT_BINARY_DATA_MODE: place.binaryStorage ?? 'filesystem',
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			N8N_USER_FOLDER: userFolder,
			N8N_RESTRICT_FILE_ACCESS_TO: filesFolder,
			...place.environment,
		},
		logFile: join(userFolder, 'n8n.log'),
		exitSignal: place.exitSignal ?? 'SIGTERM',
		isReady: () => isReady(url, command),
	});
	return {
		...program,
		url,
		get isRunning() {
			return program.isRunning;
		},
	};
}

/** Lets n8n load played-sites.cts first: as JavaScript, which is all that the Node of older n8n reads. */
async function playSites(
	userFolder: string,
	sites: N8nPlace['playedSites'],
): Promise<NodeJS.ProcessEnv> {
	if (sites === undefined) return {};
	const { ModuleKind, ScriptTarget, transpileModule } = await import('typescript');
	const source = await readFile(join(__dirname, 'played-sites.cts'), 'utf8');
	const { outputText } = transpileModule(source, {
		compilerOptions: {
			module: ModuleKind.CommonJS,
			target: ScriptTarget.ES2022,
			esModuleInterop: true,
		},
	});
	const script = join(userFolder, 'played-sites.cjs');
	await writeFile(script, outputText);
	return {
		NODE_OPTIONS: `--require ${JSON.stringify(script)}`,
		PLAYED_SITES: JSON.stringify(sites),
	};
}

const QUIET = {
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	QUEUE_HEALTH_CHECK_ACTIVE: 'true',
	N8N_SECURE_COOKIE: 'false',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	// As n8n has it: the log is all that a killed n8n leaves of some things.
	N8N_LOG_LEVEL: 'info',
	// Seconds for executions to end in when n8n is asked to stop; n8n gives 30.
	N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '3',
	EXECUTIONS_DATA_SAVE_ON_PROGRESS: 'true',
	NODE_ENV: 'production',
} as const;

const ONLY_FOR: Readonly<Record<N8nVersion, NodeJS.ProcessEnv>> = {
	[RECENT_N8N]: {
		// Parts of n8n that call n8n's own servers, or that only make the editor busier.
		N8N_DISABLED_MODULES: 'agents,chat-hub,insights,instance-ai,mcp,mcp-registry,quick-connect',
	},
	[OLDEST_N8N]: {
		N8N_DISABLED_MODULES: 'insights',
		// Its newer engine needs a native module, and native modules are not built here.
		N8N_EXPRESSION_ENGINE: 'legacy',
	},
};

async function isReady(url: string, command: N8nCommand): Promise<boolean> {
	try {
		const health = await fetch(`${url}/healthz/readiness`);
		if (command !== 'start' || !health.ok) return health.ok;
		const settings = await fetch(`${url}/rest/settings`);
		return settings.ok && (settings.headers.get('content-type') ?? '').includes('json');
	} catch {
		return false;
	}
}
