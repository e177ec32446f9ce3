import { getWebhookEvent, resendWebhookEvent } from '../../../runninghub/api/webhook-events';
import { submitWorkflow } from '../../../runninghub/api/workflows';
import { asObject } from '../../../runninghub/json';
import { caseJson } from '../../cases/case-files.cts';
import { UNKNOWN_ID, WORKFLOW_IDS } from '../../simulator/fixtures.cts';
import { type Bench, createBench, KEY } from '../bench.cts';
import { errorOf } from '../error-of.cts';
import { scriptedTransport } from '../scripted-transport.cts';

const HOOK = 'https://example.com/hook/one';
const OTHER_HOOK = 'https://example.com/hook/two';

interface CallbackBench extends Bench {
	/** Addresses that were called, in order. */
	readonly called: readonly string[];
}

/** A bench whose receiver answers with this status. */
function benchWith(status: number): CallbackBench {
	const called: string[] = [];
	const bench = createBench({
		deliver: async (url) => {
			called.push(url);
			return { status, text: `answered ${status}` };
		},
	});
	return { ...bench, called };
}

/** A finished task of either generation, called back to an address unless that is ''. */
async function finished(
	{ transport, clock }: Bench,
	webhookUrl: string,
	generation: 'v1' | 'v2' = 'v2',
): Promise<string> {
	const { taskId } = await submitWorkflow(transport, {
		workflowId: WORKFLOW_IDS.textToImage,
		inputs: [],
		...(webhookUrl !== '' && { webhookUrl }),
		...(generation === 'v1' && { accessPassword: 'any' }),
	});
	await clock.advance(200_000);
	return taskId;
}

describe('the record of a callback', () => {
	it('of the older generation has its results, as somebody recorded them', async () => {
		const sent = asObject(caseJson('webhook-body.json'));
		const data = { id: '1904444422778503169', callbackStatus: 'SUCCESS', ...sent };
		const transport = scriptedTransport({ json: { code: 0, msg: 'success', data } });
		expect(await getWebhookEvent(transport, '1904163390028185602')).toMatchObject({
			taskId: '1904163390028185602',
			event: 'TASK_END',
			eventData: { code: 0, data: [{ fileType: 'png', nodeId: '9' }] },
		});
	});

	it('has everything, and what was sent, parsed', async () => {
		const bench = benchWith(200);
		const taskId = await finished(bench, HOOK);
		const event = await getWebhookEvent(bench.transport, taskId);
		expect(event).toEqual({
			webhookId: expect.stringMatching(/^\d{19}$/),
			taskId,
			webhookUrl: HOOK,
			event: 'TASK_END',
			eventData: expect.objectContaining({ taskId, status: 'SUCCESS' }),
			callbackStatus: 'SUCCESS',
			callbackResponse: 'answered 200',
			retryCount: 1,
			createTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
			updateTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
		});
		expect(bench.simulator.requestsOf('webhookDetail').map(({ body }) => body)).toEqual([
			{ apiKey: KEY, taskId },
		]);
		expect(JSON.stringify(event)).not.toContain(KEY);
	});

	it('of the older generation has the older body', async () => {
		const bench = benchWith(200);
		const taskId = await finished(bench, HOOK, 'v1');
		const { eventData } = await getWebhookEvent(bench.transport, taskId);
		expect(eventData).toMatchObject({ code: 0, data: [{ fileType: 'png' }] });
	});

	it('tells a receiver that never took it', async () => {
		const bench = benchWith(500);
		const taskId = await finished(bench, HOOK);
		expect(await getWebhookEvent(bench.transport, taskId)).toMatchObject({
			callbackStatus: 'FAILED',
			callbackResponse: 'answered 500',
			retryCount: 3,
		});
	});

	it('keeps every digit of ids that come as bare numbers, also inside of what was sent', async () => {
		const text = `{"code":0,"data":{"id":1904444422778503169,"taskId":${UNKNOWN_ID},"retryCount":"2","eventData":"{\\"taskId\\":${UNKNOWN_ID}}"}}`;
		const event = await getWebhookEvent(scriptedTransport({ text }), UNKNOWN_ID);
		expect(event).toMatchObject({
			webhookId: '1904444422778503169',
			taskId: UNKNOWN_ID,
			retryCount: 2,
			eventData: { taskId: UNKNOWN_ID },
		});
	});

	it.each<[string, unknown, unknown]>([
		['an object', { status: 'SUCCESS' }, { status: 'SUCCESS' }],
		['text that is no JSON', 'lost', 'lost'],
		['missing', undefined, null],
		['null', null, null],
	])('may have what was sent as %s', async (_about, eventData, read) => {
		const transport = scriptedTransport({ json: { code: 0, data: { id: '1', eventData } } });
		expect(await getWebhookEvent(transport, UNKNOWN_ID)).toMatchObject({
			eventData: read,
			event: '',
			retryCount: null,
		});
	});
});

describe('no record', () => {
	it('is there for a task without a Webhook URL, nor for one that has not ended', async () => {
		const bench = benchWith(200);
		const without = await finished(bench, '');
		const { taskId: running } = await submitWorkflow(bench.transport, {
			workflowId: WORKFLOW_IDS.textToImage,
			inputs: [],
			webhookUrl: HOOK,
		});
		for (const taskId of [without, running]) {
			const { facts } = await errorOf(getWebhookEvent(bench.transport, taskId));
			expect(facts).toMatchObject({ kind: 'notFound', code: '1', taskId });
			expect(facts.message).toBe(`RunningHub has no webhook event for task ${taskId}`);
			expect(facts.hint).toMatch(/submitted with an address to call/);
		}
	});

	it('is there for an unknown task', async () => {
		const { facts } = await errorOf(getWebhookEvent(benchWith(200).transport, UNKNOWN_ID));
		expect(facts).toMatchObject({ kind: 'notFound', code: '807', taskId: UNKNOWN_ID });
		expect(facts.message).not.toMatch(/webhook/);
	});
});

describe('sending again', () => {
	it('goes to the recorded address', async () => {
		const bench = benchWith(200);
		const taskId = await finished(bench, HOOK);
		const { webhookId } = await getWebhookEvent(bench.transport, taskId);
		await resendWebhookEvent(bench.transport, webhookId, '');
		expect(bench.called).toEqual([HOOK, HOOK]);
		expect(bench.simulator.requestsOf('webhookRetry').map(({ body }) => body)).toEqual([
			{ apiKey: KEY, webhookId },
		]);
		expect(await getWebhookEvent(bench.transport, taskId)).toMatchObject({ retryCount: 2 });
	});

	it('goes to another address', async () => {
		const bench = benchWith(200);
		const taskId = await finished(bench, HOOK);
		const { webhookId } = await getWebhookEvent(bench.transport, taskId);
		await resendWebhookEvent(bench.transport, webhookId, OTHER_HOOK);
		expect(bench.called).toEqual([HOOK, OTHER_HOOK]);
		expect(asObject(bench.simulator.requestsOf('webhookRetry')[0]?.body)).toMatchObject({
			webhookUrl: OTHER_HOOK,
		});
	});

	it.each([
		['an unknown record', UNKNOWN_ID, '', '1'],
		['an address that is none', UNKNOWN_ID, 'here', '301'],
	])('with %s is refused', async (_about, webhookId, webhookUrl, code) => {
		const { facts } = await errorOf(
			resendWebhookEvent(benchWith(200).transport, webhookId, webhookUrl),
		);
		expect(facts).toMatchObject({ kind: 'invalid', code });
		expect(facts.detail).not.toBe('');
	});
});
