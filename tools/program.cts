import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { endWithUs } from './child.cts';

const START_LIMIT_MS = 180_000;
const LOOK_AGAIN_MS = 200;
const STOP_LIMIT_MS = 15_000;
const LOG_TAIL = 3000;

/** A program that runs until it is ended. */
export interface RunningProgram {
	/** The file with what it has printed since its start. */
	readonly logFile: string;
	/** Resolves once it has ended, whoever ended it. */
	readonly ended: Promise<void>;
	/** Whether it has not ended yet. */
	readonly isRunning: boolean;
	/** Asks it to end and waits until it is gone. */
	stop(): Promise<void>;
	/** Ends it as a power cut does, and waits until it is gone. */
	kill(): Promise<void>;
}

/** How a program is started. */
export interface ProgramSetup {
	/** What to call it when it does not start. */
	readonly name: string;
	readonly command: string;
	readonly args: readonly string[];
	readonly cwd: string;
	readonly env: NodeJS.ProcessEnv;
	/** The file for what it prints. */
	readonly logFile: string;
	/** What asks it to end; SIGTERM unless told. */
	readonly stopSignal?: NodeJS.Signals;
	/** What ends it when this program is left while it runs; as `stopSignal` unless told. */
	readonly exitSignal?: NodeJS.Signals;
	/** Whether it can do its work now. */
	isReady(): Promise<boolean>;
}

/**
 * Starts a program and waits until it is ready. It ends with this program at the latest.
 *
 * @throws Error with the end of its log when it ends early or is not ready after 3 minutes.
 */
export async function startProgram(setup: ProgramSetup): Promise<RunningProgram> {
	const { name, logFile, stopSignal = 'SIGTERM', exitSignal = stopSignal } = setup;
	// Its own end of the file: one that printed to us would not end well after us, but busily fail to print.
	const log = await open(logFile, 'w');
	const child = spawn(setup.command, setup.args, {
		cwd: setup.cwd,
		env: setup.env,
		stdio: ['ignore', log.fd, log.fd],
	});
	endWithUs(child, exitSignal);
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	let failure: string | undefined;
	child.on('error', (error) => (failure = error.message));
	child.on('exit', (code) => (failure ??= `it ended with code ${code ?? 'none'}`));
	await log.close();

	const giveUpAt = Date.now() + START_LIMIT_MS;
	while (!(await setup.isReady())) {
		if (Date.now() > giveUpAt) failure ??= `it was not ready after ${START_LIMIT_MS / 1000} s`;
		if (failure !== undefined) {
			await stop(child, stopSignal);
			const tail = (await readFile(logFile, 'utf8').catch(() => '')).slice(-LOG_TAIL);
			throw new Error(`${name} did not start: ${failure}. The end of ${logFile}:\n${tail}`);
		}
		await sleep(LOOK_AGAIN_MS);
	}
	return {
		logFile,
		ended,
		get isRunning() {
			return isRunning(child);
		},
		stop: () => stop(child, stopSignal),
		kill: () => end(child, 'SIGKILL'),
	};
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	const force = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
	await end(child, signal);
	clearTimeout(force);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	if (!isRunning(child)) return;
	const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	child.kill(signal);
	await gone;
}

function isRunning({ pid, exitCode, signalCode }: ChildProcess): boolean {
	return pid !== undefined && exitCode === null && signalCode === null;
}
