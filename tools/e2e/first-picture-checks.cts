import assert from 'node:assert/strict';
import { RESOURCES } from '../../nodes/RunningHub/actions/resources';
import { UNKNOWN_KEY } from '../../test/simulator/simulator.cts';
import { CredentialDialog } from '../editor/credential-dialog.cts';
import { NodePanel } from '../editor/node-panel.cts';
import { asText } from '../../runninghub/json';
import type { Check } from './check.cts';
import type { EditorStage } from './editor-stage.cts';
import { credentialData } from './stage.cts';

const ACTION = 'Generate an image from text';
const MOST_CLICKS = 7;

/** What somebody does who has just installed the package, in this order. */
export function firstPictureChecks(stage: EditorStage): Check[] {
	const { editor, picture } = stage;
	const { page } = editor;
	const panel = new NodePanel(page);
	return [
		{
			name: 'the panel finds the node and lists its actions',
			run: async () => {
				await editor.newWorkflow();
				await panel.open();
				for (const word of ['image', 'generate video', 'text to speech', 'kling', 'runninghub']) {
					const offered = await panel.search(word);
					assert.ok(offered.includes('RunningHub'), `'${word}' finds ${offered.join(', ')}`);
				}
				await picture('01-node-panel');
				await panel.chooseRunningHub();
				const actions = RESOURCES.flatMap(({ operations }) =>
					operations.map(({ action }) => action),
				);
				// The list grows from its top to its end.
				await page.getByText(actions.at(-1) ?? '', { exact: true }).waitFor();
				const offered = await panel.offered();
				assert.deepEqual(
					actions.filter((action) => !offered.includes(action)),
					[],
				);
				await picture('02-actions');
			},
		},
		{
			name: 'the dialog of the credential refuses a wrong key and takes a right one',
			run: async () => {
				await panel.choose(ACTION);
				await editor.nodeOpened();
				await picture('03-new-node');
				const dialog = new CredentialDialog(page);
				await dialog.open();
				await picture('04-credential');
				await dialog.choose('site', 'Custom Base URL');
				const { baseUrl, apiKey } = credentialData(stage);
				await dialog.fill('baseUrl', `${asText(baseUrl)}/`);
				await dialog.fill('apiKey', UNKNOWN_KEY);
				assert.match((await dialog.save()) ?? 'accepted', /RunningHub refused the API key/);
				await picture('05-credential-refused');
				await dialog.fill('apiKey', asText(apiKey));
				assert.equal(await dialog.save(), undefined);
				await picture('06-credential-accepted');
			},
		},
		{
			name: `from an empty canvas to a finished picture in at most ${MOST_CLICKS} clicks`,
			run: async () => {
				await editor.newWorkflow();
				const clicks = await editor.countClicks(async () => {
					await panel.open();
					await panel.search('image');
					await panel.chooseRunningHub();
					await panel.choose(ACTION);
					await editor.nodeOpened();
					await page.getByTestId('parameter-input-prompt').locator('textarea').click();
					await page.keyboard.type('A lighthouse at dawn');
					// The editor takes over what was typed a moment after the last key.
					await page.waitForTimeout(1000);
					await page.getByTestId('node-execute-button').click();
					await page.getByRole('button', { name: 'View' }).first().waitFor();
					await editor.viewFile();
				});
				await picture('07-first-picture');
				const width = await page
					.getByTestId('output-panel')
					.locator('img')
					.first()
					.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0));
				assert.ok(width > 0, 'the picture is broken');
				assert.ok(clicks <= MOST_CLICKS, `${clicks} clicks`);
				return `${clicks} clicks; typed: "image" to find the node, and the prompt`;
			},
		},
	];
}
