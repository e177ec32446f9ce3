import assert from 'node:assert/strict';
import { PNG } from 'pngjs';
import { asText } from '../../../runninghub/json';
import { PICTURE_SIDE } from '../../../test/simulator/media-files.cts';
import { failWith } from '../../../test/simulator/simulator.cts';
import { assertSucceeded } from '../outcome.cts';
import { until } from '../until.cts';
import type { ExampleStage } from './example-stage.cts';
import { startLocalTelegram } from './local-telegram.cts';

const CHAT_ID = '4242';
/** With characters that mean something in marked-up text. */
const GREETING = 'Tell me <what> it_should show & I paint it.';

/** The bot answers a prompt with a picture, a refused one with the reason, and anything else with its greeting. */
export async function telegramBot(stage: ExampleStage): Promise<string> {
	const { session, simulator, asked } = stage;
	simulator.onSubmit(({ body }) =>
		asText(body['prompt']).includes('blood') ? { failure: failWith('1501') } : undefined,
	);
	const telegram = await startLocalTelegram();
	try {
		const telegramApi = await session.importCredential(
			'Local Telegram',
			'telegramApi',
			telegram.credential,
		);
		const { workflowId } = await stage.importExample({
			settings: { greeting: GREETING },
			others: { telegramApi },
		});
		await session.activate(workflowId);
		await until(() => telegram.isListenedTo(), 'n8n does not listen to the bot');

		const answers = async (message: Record<string, string>): Promise<typeof telegram.sent> => {
			const before = telegram.sent.length;
			const number = await telegram.write(message);
			await until(() => telegram.sent.length > before, 'the bot does not answer');
			const [id = ''] = await session.executionsOf(workflowId);
			assertSucceeded(await session.finished(id, () => undefined));
			const added = telegram.sent.slice(before);
			for (const { chatId, answersTo } of added) {
				assert.deepEqual([chatId, answersTo], [CHAT_ID, number]);
			}
			return added;
		};

		const [picture, ...more] = await answers({ text: 'A red fox in the snow' });
		assert.deepEqual(more, []);
		assert.equal(PNG.sync.read(picture?.photo?.content ?? Buffer.alloc(0)).width, PICTURE_SIDE);
		assert.match(picture?.photo?.fileName ?? '', /\.png$/);
		assert.deepEqual(asked.submits(), [{ prompt: 'A red fox in the snow', size: '1536*1536' }]);

		const [reason, ...others] = await answers({ text: 'A battlefield covered in blood' });
		assert.deepEqual(others, []);
		assert.equal(reason?.photo, undefined);
		assert.notEqual(reason?.text ?? '', '');

		for (const message of [{ text: '/start' }, { caption: 'a sticker has no text' }]) {
			assert.deepEqual(
				(await answers(message)).map(({ text }) => text),
				[GREETING],
			);
		}
		await session.deactivate(workflowId);
		await until(() => !telegram.isListenedTo(), 'n8n still listens to the bot');
		assert.deepEqual([asked.tasks(), asked.charges()], [2, 1]);
		return `it answered: ${reason?.text?.split('\n')[0]}`;
	} finally {
		await telegram.close();
	}
}
