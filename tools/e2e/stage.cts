import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
	createSimulator,
	SIMULATOR_KEYS,
	type Simulator,
} from '../../test/simulator/simulator.cts';
import type { JsonObject } from '../../runninghub/json';
import { tryLock } from '../lock.cts';
import { getN8n } from '../n8n/installation.cts';
import { N8nSession } from '../n8n/rest.cts';
import { startN8n, type N8nServer } from '../n8n/server.cts';
import { installPackage } from '../n8n/user-folder.cts';
import { WORK_FOLDER } from '../project.cts';
import { step } from '../steps.cts';

const USER_FOLDER = join(WORK_FOLDER, 'e2e');
const FILES_FOLDER = join(WORK_FOLDER, 'e2e-files');

/** How long tasks take at the simulator, in milliseconds. */
const TASK_DURATION = 300;

/** A fresh real n8n with the package in it, and a RunningHub for it to talk to. */
export interface Stage {
	readonly simulator: Simulator;
	readonly n8n: N8nServer;
	readonly session: N8nSession;
	/** Ends n8n and the simulator. */
	close(): Promise<void>;
}

/**
 * Starts the simulator and the pinned n8n as somebody has it who just installed both: no workflow,
 * no credential, no execution. Prints its progress.
 *
 * @throws Error when another one runs in this clone, or n8n does not start; what was started before
 *   is ended again.
 */
export async function startStage(): Promise<Stage> {
	const release = await tryLock(join(WORK_FOLDER, 'e2e.lock'));
	if (release === undefined) throw new Error('The end-to-end checks are running already here.');
	const toClose: Array<() => Promise<void>> = [release];
	const close = async (): Promise<void> => {
		for (const closeOne of toClose.splice(0).reverse()) await closeOne();
	};
	try {
		const installation = await getN8n();
		await rm(USER_FOLDER, { recursive: true, force: true });
		await installPackage(USER_FOLDER);
		const simulator = createSimulator({ site: 'ai', settings: { duration: () => TASK_DURATION } });
		await simulator.listen();
		toClose.push(() => simulator.close());
		const n8n = await step(`Starting n8n ${installation.version}`, () =>
			startN8n(installation, USER_FOLDER, FILES_FOLDER),
		);
		toClose.push(() => n8n.stop());
		return { simulator, n8n, session: await N8nSession.logIn(n8n.url), close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** The data of a RunningHub API credential for the simulator. */
export function credentialData(
	{ simulator }: Pick<Stage, 'simulator'>,
	apiKey: string = SIMULATOR_KEYS.ai.shared,
): JsonObject {
	return { site: 'custom', baseUrl: simulator.baseUrl, apiKey };
}
