import assert from 'node:assert/strict';
import type { CredentialReference } from '../n8n/rest.cts';
import type { Check } from './check.cts';
import { agentChoosesModel, agentWithImageTool } from './examples/agent-run.cts';
import {
	loraUploadAndRun,
	officialApp,
	officialAppAdvanced,
	officialProgress,
	officialWorkflow,
} from './examples/comfyui-runs.cts';
import { exampleFiles } from '../examples/example-files.cts';
import { exampleStage, type ExampleStage } from './examples/example-stage.cts';
import {
	formRefused,
	formToGoogleDrive,
	formWithFullDrive,
	googleSheetRowByRow,
} from './examples/google-runs.cts';
import { imageToVideoAndPost, scriptToLipSync, textTo3d } from './examples/media-runs.cts';
import {
	imageFromText,
	productPhotoEdits,
	promptTableToZip,
	retryInVain,
	retryWithSofterPrompt,
} from './examples/picture-runs.cts';
import {
	storyboardWithAllCallbacks,
	storyboardWithoutLastCallback,
} from './examples/storyboard-runs.cts';
import { telegramBot } from './examples/telegram-run.cts';
import { catchForgottenTasks, fileResultsFromAnywhere } from './examples/trigger-runs.cts';
import type { Stage } from './stage.cts';

type ExampleRun = (stage: ExampleStage) => Promise<string | void>;

/** How each workflow of `examples/` is run, by what happens in that run ('' where it is one only). */
export const EXAMPLE_RUNS: Readonly<Record<string, Readonly<Record<string, ExampleRun>>>> = {
	'agent-chooses-model.json': { '': agentChoosesModel },
	'agent-with-image-tool.json': { '': agentWithImageTool },
	'catch-forgotten-tasks.json': { '': catchForgottenTasks },
	'file-results-from-anywhere.json': { '': fileResultsFromAnywhere },
	'form-to-google-drive.json': {
		'the link of the file': formToGoogleDrive,
		'Google Drive is full': formWithFullDrive,
		'the prompt is refused': formRefused,
	},
	'google-sheet-row-by-row.json': { '': googleSheetRowByRow },
	'image-from-text.json': { '': imageFromText },
	'image-to-video-and-post.json': { '': imageToVideoAndPost },
	'lora-upload-and-run.json': { '': loraUploadAndRun },
	'official-1-ai-app.json': { '': officialApp },
	'official-2-ai-app-advanced.json': { '': officialAppAdvanced },
	'official-3-task-progress.json': { '': officialProgress },
	'official-4-workflow.json': { '': officialWorkflow },
	'product-photo-edits.json': { '': productPhotoEdits },
	'prompt-table-to-zip.json': { '': promptTableToZip },
	'retry-with-softer-prompt.json': {
		'the softer prompt passes': retryWithSofterPrompt,
		'the softer prompt is refused too': retryInVain,
	},
	'script-to-lip-sync.json': { '': scriptToLipSync },
	'storyboard-to-video-clips.json': {
		'all callbacks come': storyboardWithAllCallbacks,
		'the last callback is missing': storyboardWithoutLastCallback,
	},
	'telegram-bot.json': { '': telegramBot },
	'text-to-3d.json': { '': textTo3d },
};

/**
 * Every workflow of `examples/` as a user imports it: only credentials and the values of its node
 * Settings are filled in.
 */
export function exampleChecks(stage: Stage, credential: CredentialReference): Check[] {
	const { simulator } = stage;
	return [
		{
			name: 'examples/: every file has a run',
			run: async () => {
				const files = await exampleFiles();
				assert.deepEqual(Object.keys(EXAMPLE_RUNS).sort(), files);
				return `${files.length} files`;
			},
		},
		...Object.entries(EXAMPLE_RUNS).flatMap(([file, runs]) =>
			Object.entries(runs).map(([what, run]): Check => {
				const name = `examples/${file}${what === '' ? '' : `: ${what}`}`;
				return {
					name,
					run: async () => {
						try {
							const note = await run(await exampleStage(stage, file, name, credential));
							assert.equal(simulator.counters.authorizedDownloads, 0, 'a download had the key');
							return note;
						} finally {
							simulator.faults.clear();
							simulator.onSubmit(() => undefined);
						}
					},
				};
			}),
		),
	];
}
