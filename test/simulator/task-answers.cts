import type { JsonObject } from './json.cts';
import { legacy } from './replies.cts';
import type { JsonAnswer } from './replies.cts';
import type { SimulatorSettings } from './settings.cts';
import type { TaskRecord } from './tasks.cts';

const PROMPT_TIPS =
	'{"result": true, "error": null, "outputs_to_execute": ["2"], "node_errors": {}}';

function isFull(task: TaskRecord, settings: SimulatorSettings): boolean {
	return settings.answerForm === 'rotate'
		? task.sequence % 2 === 0
		: settings.answerForm === 'full';
}

function usageOf(task: TaskRecord, full: boolean): JsonObject {
	const money = task.charge === 0 ? null : String(task.charge);
	return full
		? {
				consumeMoney: null,
				consumeCoins: null,
				taskCostTime: '0',
				thirdPartyConsumeMoney: money,
			}
		: { thirdPartyConsumeMoney: money, taskCostTime: '0' };
}

function successOf(task: TaskRecord, full: boolean): JsonObject {
	const results =
		task.results?.map((result): JsonObject => {
			if (full) return { ...result };
			const short: JsonObject = { url: result.url, outputType: result.outputType };
			if (result.text !== null) short['text'] = result.text;
			return short;
		}) ?? null;
	return {
		taskId: task.id,
		status: 'SUCCESS',
		errorCode: '',
		errorMessage: '',
		results,
		clientId: '',
		promptTips: '',
		failedReason: {},
		usage: usageOf(task, full),
		...(full
			? {
					parentTaskId: null,
					taskUsageList: [
						{
							taskId: BigInt(task.id),
							parentTaskId: null,
							taskStatus: 'SUCCESS',
							usage: usageOf(task, true),
						},
					],
				}
			: {}),
	};
}

function underWay(task: TaskRecord, status: string): JsonObject {
	return {
		taskId: task.id,
		status,
		errorCode: '',
		errorMessage: '',
		results: null,
		clientId: 'f828b9af2161416be870a1e2',
		promptTips: PROMPT_TIPS,
	};
}

/** A task as the v2 query tells it (docs/runninghub-api.md, sections 4.1 to 4.3). */
export function queryAnswer(task: TaskRecord, settings: SimulatorSettings): JsonObject {
	switch (task.state) {
		case 'QUEUED':
		case 'RUNNING':
			return underWay(task, task.state);
		case 'SUCCESS':
			return successOf(task, isFull(task, settings));
		case 'FAILED':
			return {
				taskId: task.id,
				status: 'FAILED',
				errorCode: task.plan.failure?.code ?? '1000',
				errorMessage: task.plan.failure?.message ?? '',
				results: null,
				failedReason: task.plan.failure?.failedReason ?? null,
				usage: usageOf(task, true),
				clientId: '',
				promptTips: '',
			};
		case 'CANCEL':
			return {
				taskId: task.id,
				status: settings.cancelledStatus,
				errorCode: '',
				errorMessage: '',
				results: null,
			};
	}
}

/** A task as `/task/openapi/outputs` tells it: the code is the state (docs/runninghub-api.md, section 4.4). */
export function legacyOutputs(task: TaskRecord, host: string): JsonAnswer {
	switch (task.state) {
		case 'QUEUED':
			return legacy(813, 'APIKEY_TASK_IS_QUEUED');
		case 'RUNNING':
			return legacy(804, 'APIKEY_TASK_IS_RUNNING', {
				netWssUrl: `wss://${host}/ws/c_instance?c_host=127.0.0.1&c_port=87&clientId=f828b9af&workflowId=1&Rh-Comfy-Auth=not-a-real-token&target=ws`,
			});
		case 'SUCCESS':
			return legacy(
				0,
				'success',
				task.results?.map((result) => ({
					fileUrl: result.url,
					fileType: result.outputType,
					taskCostTime: '0',
					nodeId: result.nodeId,
					thirdPartyConsumeMoney: task.charge === 0 ? null : String(task.charge),
					consumeMoney: null,
					consumeCoins: null,
					...(result.text === null ? {} : { text: result.text }),
				})) ?? null,
			);
		case 'FAILED':
		case 'CANCEL': {
			const reason = task.plan.failure?.failedReason ?? {};
			const traceback = reason['traceback'];
			return legacy(805, 'APIKEY_TASK_STATUS_ERROR', {
				failedReason: {
					...reason,
					...(Array.isArray(traceback) ? { traceback: JSON.stringify(traceback) } : {}),
				},
			});
		}
	}
}
