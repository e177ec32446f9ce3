import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endWithUs } from '../child.cts';
import { OLDEST_N8N, RECENT_N8N, type N8nInstallation, type N8nVersion } from './installation.cts';

const START_LIMIT_MS = 180_000;
const LOOK_AGAIN_MS = 200;
const STOP_LIMIT_MS = 15_000;
const LOG_TAIL = 3000;

/** A running n8n. */
export interface N8nServer {
	/** For example `http://127.0.0.1:40123`. */
	readonly url: string;
	/** The file with what it has printed since its start. */
	readonly logFile: string;
	/** Resolves once n8n has ended, whoever ended it. */
	readonly ended: Promise<void>;
	/** Ends n8n and waits until it is gone. */
	stop(): Promise<void>;
	/** Ends n8n as a power cut does, and waits until it is gone. */
	kill(): Promise<void>;
}

/** Where an n8n may keep the content of files. */
export type BinaryStorage = 'filesystem' | 'database';

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
	{ userFolder, filesFolder, ...place }: N8nPlace,
): Promise<N8nServer> {
	await mkdir(userFolder, { recursive: true });
	await mkdir(filesFolder, { recursive: true });
	const port = place.port ?? (await freePort());
	const url = `http://127.0.0.1:${port}`;
	const log = join(userFolder, 'n8n.log');
	const played = await playSites(userFolder, place.playedSites);
	const child = spawn(installation.node, [installation.n8n, 'start'], {
		cwd: filesFolder,
		env: {
			...hostEnvironment(),
			...QUIET,
			...ONLY_FOR[installation.version],
			...played,
			N8N_PORT: String(port),
			N8N_DEFAULT_BINARY_DATA_MODE: place.binaryStorage ?? 'filesystem',
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			N8N_USER_FOLDER: userFolder,
			N8N_RESTRICT_FILE_ACCESS_TO: filesFolder,
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	endWithUs(child);
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const logFile = createWriteStream(log);
	child.stdout.pipe(logFile, { end: false });
	child.stderr.pipe(logFile, { end: false });
	let failure: string | undefined;
	child.on('error', (error) => (failure = error.message));
	child.on('exit', (code) => (failure ??= `it ended with code ${code ?? 'none'}`));

	const giveUpAt = Date.now() + START_LIMIT_MS;
	while (!(await isReady(url))) {
		if (Date.now() > giveUpAt) failure ??= `it was not ready after ${START_LIMIT_MS / 1000} s`;
		if (failure !== undefined) {
			await stop(child);
			const tail = (await readFile(log, 'utf8').catch(() => '')).slice(-LOG_TAIL);
			throw new Error(`n8n did not start: ${failure}. The end of ${log}:\n${tail}`);
		}
		await sleep(LOOK_AGAIN_MS);
	}
	return { url, logFile: log, ended, stop: () => stop(child), kill: () => end(child, 'SIGKILL') };
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

const FROM_HOST =
	/^(path|home|user|userprofile|appdata|localappdata|systemroot|comspec|temp|tmp|tmpdir|lang|lc_.*|tz|node_extra_ca_certs|ssl_cert_.*|https?_proxy|all_proxy|no_proxy)$/i;

/**
 * What n8n needs from the host, and nothing else: settings of the user's own n8n and the
 * RunningHub key stay outside. Nothing on this machine goes through the host's proxy.
 */
function hostEnvironment(): NodeJS.ProcessEnv {
	const env = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => FROM_HOST.test(name)),
	);
	const direct = [env['NO_PROXY'] ?? env['no_proxy'], '127.0.0.1', 'localhost'];
	const noProxy = direct.filter((host) => host !== undefined && host !== '').join(',');
	return { ...env, NO_PROXY: noProxy, no_proxy: noProxy };
}

async function isReady(url: string): Promise<boolean> {
	try {
		const health = await fetch(`${url}/healthz/readiness`);
		if (!health.ok) return false;
		const settings = await fetch(`${url}/rest/settings`);
		return settings.ok && (settings.headers.get('content-type') ?? '').includes('json');
	} catch {
		return false;
	}
}

async function stop(child: ChildProcess): Promise<void> {
	const force = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
	await end(child, 'SIGTERM');
	clearTimeout(force);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
	const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	child.kill(signal);
	await gone;
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.on('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => {
				if (address !== null && typeof address === 'object') resolve(address.port);
				else reject(new Error('no free port was given'));
			});
		});
	});
}
