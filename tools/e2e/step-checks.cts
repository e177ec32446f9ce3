import assert from 'node:assert/strict';
import type { JsonObject } from '../../runninghub/json';
import { APP_IDS, WORKFLOW_IDS } from '../../test/simulator/fixtures.cts';
import type { CredentialReference } from '../n8n/rest.cts';
import type { Check } from './check.cts';
import type { EditorStage } from './editor-stage.cts';
import { promptItems, runningHubNode, workflow } from './workflow.cts';

const NODE = 'RunningHub';

/** A node that somebody sets up in the editor. */
interface Step {
	readonly name: string;
	readonly values: JsonObject;
	/** The field that the prompt is dragged into; as in `readForm`. */
	readonly field: string;
}

const STEPS: readonly Step[] = [
	{
		name: 'a model',
		values: { model: 'rhart-image-n-pro/text-to-image', form: { resolution: '1k' } },
		field: 'prompt',
	},
	{
		name: 'an AI app',
		values: { resource: 'aiApp', operation: 'run', aiApp: locator(APP_IDS.documented) },
		field: 'appParameters.value["52.prompt"]',
	},
	{
		name: 'a workflow',
		values: { resource: 'workflow', operation: 'run', workflow: locator(WORKFLOW_IDS.textToImage) },
		field: 'workflowParameters.value["6.text"]',
	},
];

/** One step at a time in the editor: drag a field of the input into the form, run it, see the file. */
export function stepChecks(stage: EditorStage, credential: CredentialReference): Check[] {
	const { editor, picture, session, simulator } = stage;
	return STEPS.map(({ name, values, field }, place) => ({
		name: `${name}: drag the prompt from the input, run the step, see the picture`,
		run: async () => {
			const nodes = [...promptItems(['A red boat']), runningHubNode(NODE, credential, values)];
			await editor.openWorkflow(await session.importWorkflow(workflow(`E2E: ${name}`, nodes)));
			await editor.openNode(NODE);
			await editor.runPreviousNodes();
			await editor.dragInput('prompt', field);
			await picture(`3${place}-dragged`);
			const message = await editor.executeStep();
			assert.match(message, /success/i);
			await editor.viewFile();
			await picture(`3${place}-step-run`);
			assert.match(JSON.stringify(simulator.requestsOf('submit').at(-1)?.body), /A red boat/);
		},
	}));
}

function locator(value: string): JsonObject {
	return { __rl: true, mode: 'url', value };
}
