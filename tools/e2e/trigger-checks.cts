import type { JsonObject } from '../../runninghub/json';
import type { CredentialReference } from '../n8n/rest.cts';
import { PACKAGE_NAME } from '../project.cts';
import type { Check } from './check.cts';
import { submitElsewhere } from './elsewhere.cts';
import type { EditorStage } from './editor-stage.cts';

const TRIGGER = 'RunningHub Trigger';

/** The trigger as somebody tries it in the editor, with its test URL. */
export function triggerChecks(stage: EditorStage, credential: CredentialReference): Check[] {
	const { editor, picture, session, simulator } = stage;
	const { page } = editor;
	return [
		{
			name: 'the trigger listens at its test URL and shows the picture of a task from elsewhere',
			run: async () => {
				await editor.openWorkflow(await session.importWorkflow(triggerWorkflow(credential)));
				await editor.openNode(TRIGGER);
				await page.getByText('Webhook URLs', { exact: true }).click();
				const url = page.getByText(/^http\S+\/webhook-test\//);
				await picture('40-trigger');
				await page.getByTestId('trigger-execute-button').click();
				await page
					.getByText(/listening/i)
					.first()
					.waitFor();
				await picture('41-trigger-listening');
				const taskId = await submitElsewhere(simulator, 'rhart-image-n-pro/text-to-image', {
					prompt: 'A red boat',
					resolution: '1k',
					webhookUrl: (await url.innerText()).trim(),
				});
				await editor.viewFile();
				await picture('42-trigger-fired');
				const output = page.getByTestId('output-panel');
				await output.getByTestId('radio-button-json').click();
				await output.getByText(taskId).first().waitFor();
			},
		},
	];
}

function triggerWorkflow({ id, name }: CredentialReference): JsonObject {
	return {
		name: 'E2E: trigger',
		settings: { executionOrder: 'v1' },
		nodes: [
			{
				id: 'trigger',
				name: TRIGGER,
				type: `${PACKAGE_NAME}.runningHubTrigger`,
				typeVersion: 2,
				position: [0, 0],
				webhookId: 'b4f7c9b2-6a49-4c5e-9f0e-2f0e5a7f4c11',
				parameters: {},
				credentials: { runningHubApi: { id, name } },
			},
		],
		connections: {},
	};
}
