import { join } from 'node:path';
import { CleanUp } from '../clean-up.cts';
import { tryLock } from '../lock.cts';
import { getN8n, RECENT_N8N } from '../n8n/installation.cts';
import { N8nSession } from '../n8n/rest.cts';
import { startN8n, type N8nServer } from '../n8n/server.cts';
import { installPackage } from '../n8n/user-folder.cts';
import { WORK_FOLDER } from '../project.cts';
import { step } from '../steps.cts';
import { loadExample, type Example } from '../examples/example.cts';
import { openService, type Service } from './service.cts';

const USER_FOLDER = join(WORK_FOLDER, 'demo');

/** Where the example workflow writes its files. */
export const OUTPUT_FOLDER = join(WORK_FOLDER, 'demo-output');

/** A running n8n with the package, a credential and the example workflow in it. */
export interface DemoSession {
	readonly service: Service;
	readonly n8n: N8nServer;
	readonly session: N8nSession;
	readonly example: Example;
	readonly workflowId: string;
	/** Ends n8n and the service. */
	close(): Promise<void>;
}

/**
 * Gets everything ready for the demo: the built package in a pinned real n8n, a RunningHub to
 * talk to, the credential and the example workflow imported. Prints its progress.
 *
 * @throws Error with a message for the user; what was started before is ended again.
 */
export async function startDemo(): Promise<DemoSession> {
	const release = await tryLock(join(WORK_FOLDER, 'demo.lock'));
	if (release === undefined)
		throw new Error('A demo is running already in this clone: end it first.');
	const cleanUp = new CleanUp();
	cleanUp.add(release);
	const close = (): Promise<void> => cleanUp.run();
	try {
		const installation = await getN8n(RECENT_N8N);
		await installPackage(USER_FOLDER, installation);
		const service = await openService();
		cleanUp.add(() => service.close());
		const n8n = await step(`Starting n8n ${installation.version}`, () =>
			startN8n(installation, { userFolder: USER_FOLDER, filesFolder: OUTPUT_FOLDER }),
		);
		cleanUp.add(() => n8n.stop());
		const { session, example, workflowId } = await step(
			'Importing the credential and the example workflow',
			() => importExample(n8n, service),
		);
		return { service, n8n, session, example, workflowId, close };
	} catch (error) {
		await close();
		throw error;
	}
}

async function importExample(
	n8n: N8nServer,
	service: Service,
): Promise<Pick<DemoSession, 'session' | 'example' | 'workflowId'>> {
	const session = await N8nSession.logIn(n8n.url);
	const credential = await session.importCredential(
		'RunningHub demo',
		'runningHubApi',
		service.credential,
	);
	const example = await loadExample('image-from-text.json', credential, {
		settings: { folder: OUTPUT_FOLDER },
	});
	return { session, example, workflowId: await session.importWorkflow(example.workflow) };
}
