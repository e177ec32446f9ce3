import type { SimulatorClock } from './clock.cts';
import type { Faults } from './faults.cts';
import { jsonText } from './json.cts';
import type { JsonObject } from './json.cts';
import type { SimulatorSettings } from './settings.cts';
import { legacyOutputs, queryAnswer } from './task-answers.cts';
import type { TaskRecord } from './tasks.cts';

/** Sends a callback and tells how the receiver answered. Rejects when it could not be reached. */
export type Deliver = (url: string, body: string) => Promise<{ status: number; text: string }>;

/** What is known of a task's callback (docs/runninghub-api.md, section 7). */
export interface WebhookRecord {
	/** The `webhookId`. */
	readonly id: string;
	readonly taskId: string;
	webhookUrl: string;
	readonly eventData: string;
	readonly body: string;
	callbackStatus: 'PENDING' | 'SUCCESS' | 'FAILED';
	callbackResponse: string;
	/** Tries so far. */
	retryCount: number;
	/** Milliseconds since the epoch. */
	readonly createdAt: number;
	updatedAt: number;
}

const DELIVERY_TIMEOUT = 10_000;

function isThisMachine(url: string): boolean {
	return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);
}

/**
 * Posts over HTTP, to this machine only: a simulator bothers nobody else.
 *
 * @throws Error for any other address.
 */
export const deliverOverHttp: Deliver = async (url, body) => {
	if (!isThisMachine(url)) throw new Error(`The simulator calls this machine only, not ${url}`);
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body,
		signal: AbortSignal.timeout(DELIVERY_TIMEOUT),
	});
	return { status: response.status, text: await response.text() };
};

const FIRST_WEBHOOK_ID = 1_904_444_422_778_503_169n;

/** Callbacks of finished tasks, with their retries and records. */
export class Webhooks {
	private readonly records = new Map<string, WebhookRecord>();

	constructor(
		private readonly clock: SimulatorClock,
		private readonly settings: SimulatorSettings,
		private readonly faults: Faults,
		private readonly deliver: Deliver,
	) {}

	/** Calls back for a task that has ended, if it asked for it. Cancelled tasks call nobody. */
	taskEnded(task: TaskRecord, host: string): void {
		if (task.webhookUrl === undefined) return;
		const fault = this.faults.take('webhook')?.kind;
		const legacyBody = fault === 'legacyBody' || task.generation === 'v1';
		const eventData: JsonObject = legacyBody
			? legacyOutputs(task, host).json
			: queryAnswer(task, this.settings);
		const eventText = jsonText(eventData);
		const record: WebhookRecord = {
			id: String(FIRST_WEBHOOK_ID + BigInt(this.records.size)),
			taskId: task.id,
			webhookUrl: task.webhookUrl,
			eventData: eventText,
			body: jsonText({
				event: 'TASK_END',
				taskId: task.id,
				eventData: legacyBody ? eventText : eventData,
			}),
			callbackStatus: 'PENDING',
			callbackResponse: '',
			retryCount: 0,
			createdAt: this.clock.now(),
			updatedAt: this.clock.now(),
		};
		this.records.set(task.id, record);
		if (fault === 'lost') return;
		const send = (): void => this.try(record, this.settings.webhookTries);
		if (fault === 'late') this.clock.schedule(this.settings.webhookLateBy, send);
		else send();
		if (fault === 'duplicate') this.try(record, 1);
	}

	ofTask(taskId: string): WebhookRecord | undefined {
		return this.records.get(taskId);
	}

	/** Sends a callback once more, to another address if given; `false`: no such callback. */
	resend(id: string, url: string | undefined): boolean {
		const record = [...this.records.values()].find((entry) => entry.id === id);
		if (record === undefined) return false;
		if (url !== undefined) record.webhookUrl = url;
		this.try(record, 1);
		return true;
	}

	private try(record: WebhookRecord, triesLeft: number): void {
		record.retryCount += 1;
		const over = (accepted: boolean, response: string): void => {
			record.updatedAt = this.clock.now();
			record.callbackResponse = response;
			if (accepted) {
				record.callbackStatus = 'SUCCESS';
			} else if (triesLeft > 1) {
				this.clock.schedule(this.settings.webhookRetryAfter, () => this.try(record, triesLeft - 1));
			} else {
				record.callbackStatus = 'FAILED';
			}
		};
		this.deliver(record.webhookUrl, record.body).then(
			({ status, text }) => over(status >= 200 && status < 300, text),
			(error: unknown) => over(false, `I/O error on POST request: ${String(error)}`),
		);
	}
}
