import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BRAND_NEW } from '../../test/runninghub/catalogue/newer-entries.cts';
import { PICTURE_SIDE } from '../../test/simulator/media-files.cts';
import {
	createSimulator,
	SIMULATOR_KEYS,
	type Simulator,
} from '../../test/simulator/simulator.cts';
import type { JsonObject } from '../../runninghub/json';
import { CleanUp } from '../clean-up.cts';
import { tryLock } from '../lock.cts';
import { getN8n, type N8nVersion } from '../n8n/installation.cts';
import { N8nSession } from '../n8n/rest.cts';
import { type BinaryStorage, startN8n } from '../n8n/server.cts';
import { installPackage } from '../n8n/user-folder.cts';
import { WORK_FOLDER } from '../project.cts';
import { step } from '../steps.cts';
import { type LocalGoogle, startLocalGoogle } from './local-google.cts';

/** Nobody waits longer than needed, in milliseconds; the pictures are as people see them. */
export const SIMULATOR_SETTINGS = {
	duration: () => 300,
	webhookRetryAfter: 1000,
	newerModels: [BRAND_NEW],
	pictureSide: PICTURE_SIDE,
};

/** A fresh real n8n with the package in it, and a RunningHub for it to talk to. */
export interface Stage {
	readonly version: N8nVersion;
	readonly simulator: Simulator;
	/** What n8n finds in place of Google. */
	readonly google: LocalGoogle;
	/** For example `http://127.0.0.1:40123`. */
	readonly url: string;
	readonly session: N8nSession;
	/** The only folder that workflows may read and write. */
	readonly filesFolder: string;
	/** Ends n8n as a power cut does, or as a deployment, and starts it again at the same address. */
	crash(by?: 'powerCut' | 'deployment'): Promise<void>;
	/** Starts n8n again at the same address if it has ended: later checks need it. */
	revive(): Promise<void>;
	/** What n8n has logged so far, over all its starts. */
	log(): Promise<string>;
	/** Ends n8n and the simulator. */
	close(): Promise<void>;
}

/**
 * Starts the simulator and a pinned n8n as somebody has it who just installed both: no workflow,
 * no credential, no execution. Prints its progress.
 *
 * @throws Error when another one runs in this clone, or n8n does not start; what was started before
 *   is ended again.
 */
export async function startStage(
	version: N8nVersion,
	binaryStorage: BinaryStorage = 'filesystem',
): Promise<Stage> {
	const release = await tryLock(join(WORK_FOLDER, 'e2e.lock'));
	if (release === undefined) throw new Error('The end-to-end checks are running already here.');
	const cleanUp = new CleanUp();
	cleanUp.add(release);
	const close = (): Promise<void> => cleanUp.run();
	try {
		const installation = await getN8n(version);
		const userFolder = join(WORK_FOLDER, 'e2e', version);
		const filesFolder = join(WORK_FOLDER, 'e2e-files', version);
		for (const folder of [userFolder, filesFolder]) {
			await rm(folder, { recursive: true, force: true });
		}
		await installPackage(userFolder, installation);
		const simulator = createSimulator({ site: 'ai', settings: SIMULATOR_SETTINGS });
		await simulator.listen();
		cleanUp.add(() => simulator.close());
		const google = await startLocalGoogle();
		cleanUp.add(() => google.close());
		const playedSites = { 'googleapis.com': google.url };
		const place = { userFolder, filesFolder, binaryStorage, playedSites };
		let n8n = await step(`Starting n8n ${version}`, () => startN8n(installation, place));
		cleanUp.add(() => n8n.stop());
		const { url } = n8n;
		let earlierLog = '';
		const startAgain = async (): Promise<void> => {
			earlierLog += await readFile(n8n.logFile, 'utf8');
			n8n = await startN8n(installation, { ...place, port: Number(new URL(url).port) });
		};
		return {
			version,
			simulator,
			google,
			url,
			session: await N8nSession.logIn(url),
			filesFolder,
			log: async () => earlierLog + (await readFile(n8n.logFile, 'utf8')),
			crash: async (by = 'powerCut') => {
				await (by === 'powerCut' ? n8n.kill() : n8n.stop());
				await startAgain();
			},
			revive: async () => {
				if (!n8n.isRunning) await startAgain();
			},
			close,
		};
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
