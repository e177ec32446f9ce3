import assert from 'node:assert/strict';
import { APP_IDS, UNKNOWN_ID, WORKFLOW_IDS } from '../../test/simulator/fixtures.cts';
import { answerTo, isForm } from '../editor/answer-to.cts';
import { cutOffTexts } from '../editor/cut-off.cts';
import type { CredentialReference } from '../n8n/rest.cts';
import type { Check } from './check.cts';
import type { EditorStage } from './editor-stage.cts';
import { runningHubNode, workflow } from './workflow.cts';

const NODE = 'RunningHub';

/** What a user pastes, and what belongs to it. */
interface Pasted {
	readonly resource: 'aiApp' | 'workflow';
	/** The field whose form it is. */
	readonly form: 'appParameters' | 'workflowParameters';
	readonly page: string;
	readonly first: string;
	readonly second: string;
	/** An id of the other resource. */
	readonly mistaken: string;
	readonly word: RegExp;
}

const PASTED: readonly Pasted[] = [
	{
		resource: 'aiApp',
		form: 'appParameters',
		page: 'ai-detail',
		first: APP_IDS.allKinds,
		second: APP_IDS.documented,
		mistaken: WORKFLOW_IDS.textToImage,
		word: /is the ID of a workflow, not of an AI app/,
	},
	{
		resource: 'workflow',
		form: 'workflowParameters',
		page: 'workflow',
		first: WORKFLOW_IDS.textToImage,
		second: WORKFLOW_IDS.imageToImage,
		mistaken: APP_IDS.documented,
		word: /is the ID of the AI app .*, not of a workflow/,
	},
];

/** The forms of AI apps and workflows, which appear when a URL is pasted. */
export function pastedFormChecks(stage: EditorStage, credential: CredentialReference): Check[] {
	const { editor, picture, session } = stage;
	const { page } = editor;

	return PASTED.map((pasted) => {
		const { resource, form, first, second, mistaken, word } = pasted;
		const url = (id: string): string => `https://www.runninghub.ai/zh-cn/${pasted.page}/${id}`;
		const paste = async (id: string): Promise<void> => {
			const field = page.getByTestId(`resource-locator-${resource}`).getByTestId('rlc-input');
			await answerTo(page, isForm, async () => {
				await field.fill(url(id));
				await field.press('Tab');
			});
		};
		const labels = async (): Promise<string[]> =>
			(await editor.readForm())
				.filter(({ path }) => path.startsWith(`${form}.value[`))
				.map(({ label }) => label);

		const shown = async (): Promise<string[]> => {
			await page.getByTestId('mapping-fields-container').first().waitFor();
			return await labels();
		};
		return {
			name: `the form of a pasted ${resource} appears, changes with it, and says why when there is none`,
			run: async () => {
				const node = runningHubNode(NODE, credential, { resource, operation: 'run' });
				const id = await session.importWorkflow(workflow(`E2E: pasted ${resource}`, [node]));
				await editor.openWorkflow(id);
				await editor.openNode(NODE);
				await paste(first);
				const before = await shown();
				await picture(`20-${resource}`);
				assert.ok(before.length > 0, 'no form appeared');
				assert.deepEqual(before.filter(isRawKey), [], 'raw keys as labels');
				assert.deepEqual(
					await cutOffTexts(
						page.getByTestId('mapping-fields-container').locator('.n8n-input-label .n8n-text'),
					),
					[],
				);
				await paste(second);
				const after = await shown();
				await picture(`21-${resource}-another`);
				assert.ok(after.length > 0, 'no form appeared for the second');
				assert.deepEqual(after.filter(isRawKey), [], 'raw keys as labels');
				assert.notDeepEqual(after, before);
				await paste(mistaken);
				await page.getByText(word).first().waitFor();
				await picture(`22-${resource}-mistaken`);
				await paste(UNKNOWN_ID);
				await page
					.getByText(/It may belong to the other RunningHub site/)
					.first()
					.waitFor();
			},
		};
	});
}

/** Whether a label is the key of an input, such as `52.prompt` or `aspect_ratio`. */
function isRawKey(label: string): boolean {
	return /^\d+[.#]|^[a-z0-9]+(_[a-z0-9]+)+$/.test(label);
}
