import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asObject, asText, parseJson } from '../../runninghub/json';
import { runChild, runNpm } from '../child.cts';
import { lock } from '../lock.cts';
import { WORK_FOLDER } from '../project.cts';
import { say, step } from '../steps.cts';

/** A real n8n on this machine, with the Node that it needs. */
export interface N8nInstallation {
	readonly version: N8nVersion;
	/** Its `node_modules`. */
	readonly modules: string;
	/** The Node binary to run it with. */
	readonly node: string;
	/** The script of n8n's command line. */
	readonly n8n: string;
}

/** A recent n8n 2.x: the one that the demo shows. */
export const RECENT_N8N = '2.40.7';

/** The oldest n8n that the package supports. */
export const OLDEST_N8N = '1.123.81';

/** The versions of n8n that can be installed; each has a folder with a lock file in `pinned/`. */
export const N8N_VERSIONS = [RECENT_N8N, OLDEST_N8N] as const;
/** A version of n8n that the package is checked in. */
export type N8nVersion = (typeof N8N_VERSIONS)[number];

const PINNED = join(__dirname, 'pinned');
const PINNED_FILES = ['package.json', 'package-lock.json'];
const COMPLETE = 'complete.json';

/**
 * A pinned n8n, installed first when it is not there: 2 to 3 GB and a few minutes, once. It
 * goes to `.n8n/<version>` in the clone, or to `<version>` in the folder that the environment
 * variable RUNNINGHUB_N8N_CACHE names, which several clones can share.
 *
 * @throws Error when npm fails or the installed n8n does not start.
 */
export async function getN8n(version: N8nVersion): Promise<N8nInstallation> {
	const cache = process.env['RUNNINGHUB_N8N_CACHE'] || WORK_FOLDER;
	const folder = join(cache, version);
	const wanted = await fingerprint(version);
	if ((await installedFingerprint(folder)) !== wanted) {
		const release = await lock(`${folder}.lock`, () =>
			say(`Another program is installing n8n ${version}: waiting for it`),
		);
		try {
			if ((await installedFingerprint(folder)) !== wanted) await install(version, folder, wanted);
		} finally {
			await release();
		}
	}
	return installationIn(folder, version);
}

function installationIn(folder: string, version: N8nVersion): N8nInstallation {
	const modules = join(folder, 'node_modules');
	return {
		version,
		modules,
		node: join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
		n8n: join(modules, 'n8n', 'bin', 'n8n'),
	};
}

/** What an installation depends on: the exact versions, and what the native modules are built for. */
async function fingerprint(version: N8nVersion): Promise<string> {
	const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
	for (const name of PINNED_FILES) {
		hash.update(await readFile(join(PINNED, version, name)));
	}
	return hash.digest('hex');
}

async function installedFingerprint(folder: string): Promise<string | undefined> {
	const text = await readFile(join(folder, COMPLETE), 'utf8').catch(() => undefined);
	return text === undefined ? undefined : asText(asObject(parseJson(text))['fingerprint']);
}

/**
 * Installs into a folder beside the final one and renames it last, so that a half-made
 * installation is never used; an interrupted one goes on where it was.
 */
async function install(version: N8nVersion, folder: string, wanted: string): Promise<void> {
	const partial = `${folder}.partial`;
	await mkdir(partial, { recursive: true });
	for (const name of PINNED_FILES) {
		await copyFile(join(PINNED, version, name), join(partial, name));
	}
	say(`Installing n8n ${version} and its Node: 2 to 3 GB and 4 to 6 minutes, only this once`);
	await step('npm downloads n8n', () =>
		// `install`, not `ci`: it keeps what an interrupted run already brought.
		runNpm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], partial),
	);
	// Scripts are off but for the two packages that are useless without: `node` fetches its binary,
	// `sqlite3` its native module.
	await step('npm prepares the Node binary and SQLite', () =>
		runNpm(['rebuild', 'node', 'sqlite3', '--ignore-scripts=false', '--loglevel=error'], partial),
	);
	const { node, n8n } = installationIn(partial, version);
	const started = (await runChild(node, [n8n, '--version'], { cwd: partial })).trim();
	if (started !== version) {
		throw new Error(`n8n ${version} was installed, but it says that it is '${started}'`);
	}
	await writeFile(join(partial, COMPLETE), JSON.stringify({ version, fingerprint: wanted }));
	await rm(folder, { recursive: true, force: true });
	await rename(partial, folder);
}
