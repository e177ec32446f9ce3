import assert from 'node:assert/strict';
import { SIMULATOR_KEYS } from '../../test/simulator/simulator.cts';
import type { CredentialReference } from '../n8n/rest.cts';
import type { Check } from './check.cts';
import type { Stage } from './stage.cts';
import { until } from './until.cts';
import {
	type BinaryMode,
	type NodeSetup,
	promptItems,
	runningHubNode,
	START,
	workflow,
} from './workflow.cts';

const FILES = 40;
const SLOTS = 2;
/** Files that may be uploaded before their tasks can run: the node prepares as many as it has slots. */
const AHEAD = SLOTS;
const KEY = SIMULATOR_KEYS.ai.shared;

/** The signature of a PNG file; what follows makes each another file. */
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

/** A large batch that somebody stops. */
export function stopChecks(
	{ session, simulator }: Pick<Stage, 'session' | 'simulator'>,
	credential: CredentialReference,
	binaryMode: BinaryMode,
): Check[] {
	return [
		{
			name: `${binaryMode} binary mode: a stopped batch of ${FILES} files uploads and submits no more`,
			run: async () => {
				const before = counts();
				simulator.setConcurrency(KEY, SLOTS);
				simulator.onSubmit(({ plan }) => ({ ...plan, duration: 60_000 }));
				const file = workflow(`E2E: stopped, ${binaryMode}`, nodes(), binaryMode);
				try {
					const id = await session.run(await session.importWorkflow(file), START);
					await until(() => since(before).submissions >= SLOTS, 'nothing is submitted');
					await session.stop(id);
					const atStop = since(before);
					const { status } = await session.finished(id, () => undefined);
					assert.equal(status, 'canceled');
					await until(
						() =>
							simulator
								.tasks()
								.slice(-SLOTS)
								.every(({ state }) => state === 'CANCEL'),
						'the tasks are not cancelled',
					);
					const { uploads, submissions } = since(before);
					const seen = `${uploads} uploads, ${submissions} submissions`;
					assert.ok(submissions <= atStop.submissions + SLOTS, seen);
					assert.ok(uploads <= submissions + AHEAD, seen);
					return seen;
				} finally {
					simulator.onSubmit(() => undefined);
					simulator.setConcurrency(KEY, 50);
				}
			},
		},
	];

	function counts(): { uploads: number; submissions: number } {
		return {
			uploads: simulator.requestsOf('upload').length,
			submissions: simulator.requestsOf('submit').length,
		};
	}

	function since(before: { uploads: number; submissions: number }): typeof before {
		const now = counts();
		return {
			uploads: now.uploads - before.uploads,
			submissions: now.submissions - before.submissions,
		};
	}

	function nodes(): NodeSetup[] {
		const contents = Array.from({ length: FILES }, (_file, place) =>
			Buffer.concat([PNG, Buffer.from(`${binaryMode} ${place}`)]).toString('base64'),
		);
		return [
			...promptItems(contents),
			{
				name: 'To file',
				type: 'n8n-nodes-base.convertToFile',
				typeVersion: 1.1,
				parameters: {
					operation: 'toBinary',
					sourceProperty: 'prompt',
					options: { fileName: 'picture.png', mimeType: 'image/png' },
				},
			},
			runningHubNode('Edit', credential, {
				operation: 'edit',
				model: 'rhart-image-n-pro/edit',
				form: { resolution: '1k', imageUrls: 'data' },
				prompt: 'A frame',
			}),
		];
	}
}
