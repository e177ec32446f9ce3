import { chown, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from '../child.cts';
import { isRoot } from '../debian.cts';
import { freePort } from '../free-port.cts';
import { hostEnvironment } from '../host-environment.cts';
import { startProgram } from '../program.cts';
import { findOrInstall } from './missing-service.cts';
import { folderWith } from './on-path.cts';

/** Debian has its programs outside of PATH, in a folder for each version. */
const DEBIAN_VERSIONS = '/usr/lib/postgresql';
/** The user that Debian's package makes. */
const USER = 'postgres';

/** A running PostgreSQL server. */
export interface Postgres {
	readonly port: number;
	/** Who may do everything, from this machine and without a password. */
	readonly user: string;
	/** An empty database. */
	readonly database: string;
	/** Ends it, and waits until it is gone. */
	stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL server with an empty database on 127.0.0.1. As root on Debian, it is
 * installed first when it is missing.
 *
 * @param folder becomes its own: what is in it is deleted.
 * @throws MissingService that says what to install.
 */
export async function startPostgres(folder: string): Promise<Postgres> {
	const programs = await findOrInstall('PostgreSQL', 'postgresql', findPrograms);
	const data = join(folder, 'data');
	await rm(folder, { recursive: true, force: true });
	await mkdir(data, { recursive: true, mode: 0o700 });
	if (isRoot()) await chown(data, await idOf('-u'), await idOf('-g'));
	const options = { cwd: folder, env: hostEnvironment() };
	const [command = '', ...args] = asItsUser([
		join(programs, 'initdb'),
		...[`--pgdata=${data}`, `--username=${USER}`, '--auth=trust'],
		...['--encoding=UTF8', '--no-locale', '--no-sync'],
	]);
	await runChild(command, args, options);
	const port = await freePort();
	const [server = '', ...settings] = asItsUser([
		join(programs, 'postgres'),
		...['-D', data, '-p', String(port)],
		...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
		// Nobody needs these data after a power cut.
		...['-c', 'fsync=off', '-c', 'max_connections=200'],
	]);
	const reach = ['--host=127.0.0.1', `--port=${port}`, `--username=${USER}`, '--quiet'];
	const program = await startProgram({
		name: 'PostgreSQL',
		command: server,
		args: settings,
		...options,
		logFile: join(folder, 'postgres.log'),
		// Without waiting for its clients.
		stopSignal: 'SIGINT',
		isReady: () =>
			runChild(join(programs, 'pg_isready'), reach, options).then(
				() => true,
				() => false,
			),
	});
	return { port, user: USER, database: 'postgres', stop: () => program.stop() };
}

async function findPrograms(): Promise<string | undefined> {
	const versions = await readdir(DEBIAN_VERSIONS).catch(() => []);
	const newestFirst = versions.sort((one, other) => Number(other) - Number(one));
	const folders = newestFirst.map((version) => join(DEBIAN_VERSIONS, version, 'bin'));
	return await folderWith('initdb', folders);
}

/**
 * PostgreSQL does not run as root. Its own user may be unable to reach a folder below root's, so it
 * keeps the right to pass.
 */
function asItsUser(command: readonly string[]): readonly string[] {
	if (!isRoot()) return command;
	const right = '+dac_override';
	const user = [`--reuid=${USER}`, `--regid=${USER}`, '--init-groups'];
	return ['setpriv', ...user, `--inh-caps=${right}`, `--ambient-caps=${right}`, ...command];
}

async function idOf(which: '-u' | '-g'): Promise<number> {
	return Number(await runChild('id', [which, USER], { cwd: '/' }));
}
