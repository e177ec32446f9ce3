import { mkdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../free-port.cts';
import { hostEnvironment } from '../host-environment.cts';
import { startProgram } from '../program.cts';
import { findOrInstall } from './missing-service.cts';
import { folderWith } from './on-path.cts';

const PROGRAM = 'redis-server';

/** A running Redis server. */
export interface Redis {
	readonly port: number;
	/** Ends it, and waits until it is gone. */
	stop(): Promise<void>;
}

/**
 * Starts an empty Redis server on 127.0.0.1. As root on Debian, it is installed first when it is
 * missing.
 *
 * @param folder becomes its own: what is in it is deleted.
 * @throws MissingService that says what to install.
 */
export async function startRedis(folder: string): Promise<Redis> {
	const programs = await findOrInstall('Redis', PROGRAM, () => folderWith(PROGRAM));
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	const port = await freePort();
	const program = await startProgram({
		name: 'Redis',
		command: join(programs, PROGRAM),
		args: [
			...['--bind', '127.0.0.1', '--port', String(port), '--dir', folder],
			// It keeps everything in memory.
			...['--save', '', '--appendonly', 'no'],
		],
		cwd: folder,
		env: hostEnvironment(),
		logFile: join(folder, 'redis.log'),
		isReady: () => answers(port),
	});
	return { port, stop: () => program.stop() };
}

/** Whether a Redis answers a ping at that port. */
function answers(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
		const over = (answer: boolean): void => {
			socket.destroy();
			resolve(answer);
		};
		socket.once('data', (data) => over(data.toString().startsWith('+PONG')));
		socket.once('error', () => over(false));
		socket.once('close', () => resolve(false));
	});
}
