import assert from 'node:assert/strict';
import { BRAND_NEW } from '../../test/runninghub/catalogue/newer-entries.cts';
import type { CredentialReference } from '../n8n/rest.cts';
import type { Check } from './check.cts';
import type { EditorStage } from './editor-stage.cts';
import { runningHubNode, workflow } from './workflow.cts';

const NODE = 'RunningHub';
const PROMPT = 'A lighthouse at dusk';

/** A model that RunningHub's list has and the package lacks, as on the day it is published. */
export function newerModelChecks(stage: EditorStage, credential: CredentialReference): Check[] {
	const { editor, picture, session, simulator } = stage;
	return [
		{
			name: 'a model that only the served list has is found, filled in and run, and gives its file',
			run: async () => {
				const node = runningHubNode(NODE, credential, {});
				const id = await session.importWorkflow(workflow('E2E: newer model', [node]));
				await editor.openWorkflow(id);
				await editor.openNode(NODE);
				const offered = await editor.searchModels('brand new');
				const found = offered.find((name) => name.includes('brand-new')) ?? '';
				assert.notEqual(found, '', offered.join());
				await editor.chooseModel(found);
				await editor.fill('prompt', PROMPT);
				const form = await editor.readForm();
				const ratio = form.find(({ path }) => path === 'parameters.value["aspectRatio"]');
				assert.equal(ratio?.value, '1:1', 'the form is not that of the model');
				await picture('15-newer-model');
				await editor.executeStep();
				await editor.viewFile();
				await picture('16-newer-model-file');
				const [task] = simulator.tasks().slice(-1);
				assert.deepEqual(task?.body, { prompt: PROMPT, aspectRatio: '1:1' });
				assert.equal(
					simulator.requestsOf('submit').at(-1)?.path,
					`/openapi/v2/${String(BRAND_NEW.endpoint)}`,
				);
				return found;
			},
		},
	];
}
