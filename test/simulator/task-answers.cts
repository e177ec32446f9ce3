import type { Json, JsonObject } from './json.cts';
import { coinsOf } from './keys.cts';
import { socketAddress, clientIdOf } from './socket-address.cts';
import { legacy } from './replies.cts';
import type { JsonAnswer } from './replies.cts';
import type { SimulatorSettings } from './settings.cts';
import { reasonOf } from './task-plan.cts';
import type { TaskRecord } from './tasks.cts';

const PROMPT_TIPS =
	'{"result": true, "error": null, "outputs_to_execute": ["2"], "node_errors": {}}';

/** What ComfyUI said of the task's graph, as JSON text. */
function promptTipsOf(task: TaskRecord): string {
	return task.execution?.promptTips ?? PROMPT_TIPS;
}

function isFull(task: TaskRecord, settings: SimulatorSettings): boolean {
	return settings.answerForm === 'rotate' && task.origin === 'model'
		? task.sequence % 2 === 0
		: settings.answerForm !== 'short';
}

/** What some models are paid by (docs/runninghub-api.md, section 4.1). */
function measuresOf(task: TaskRecord): JsonObject {
	const types = task.results?.map(({ outputType }) => outputType) ?? [];
	if (types.includes('mp4')) return { billingSeconds: '5', output_seconds: 5 };
	return types.includes('txt') ? { tokenUsage: { usage: { total_tokens: 311 } } } : {};
}

/** Standard models are paid to a third party, graphs by their time (docs/runninghub-api.md, section 4.1). */
function usageOf(task: TaskRecord, full: boolean): JsonObject {
	if (task.origin !== 'model') {
		const { charge, keyKind } = task;
		return {
			consumeMoney: charge === 0 || keyKind !== 'SHARED' ? null : String(charge),
			consumeCoins: charge === 0 || keyKind !== 'NORMAL' ? null : String(coinsOf(charge)),
			taskCostTime: String(Math.max(1, Math.round((task.endsAt - task.startsAt) / 1_000))),
			thirdPartyConsumeMoney: null,
		};
	}
	const money = task.charge === 0 ? null : String(task.charge);
	return full
		? {
				consumeMoney: null,
				consumeCoins: null,
				taskCostTime: '0',
				thirdPartyConsumeMoney: money,
				...measuresOf(task),
			}
		: { thirdPartyConsumeMoney: money, taskCostTime: '0' };
}

function successOf(task: TaskRecord, full: boolean, { resultForm }: SimulatorSettings): JsonObject {
	const results =
		task.results?.map((result): Json => {
			if (resultForm === 'links') return result.url ?? result.text;
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
		clientId: clientIdOf(task),
		promptTips: promptTipsOf(task),
	};
}

/** A task as the v2 query tells it (docs/runninghub-api.md, sections 4.1 to 4.3). */
export function queryAnswer(task: TaskRecord, settings: SimulatorSettings): JsonObject {
	switch (task.state) {
		case 'QUEUED':
		case 'RUNNING':
			return underWay(task, task.state);
		case 'SUCCESS':
			return successOf(task, isFull(task, settings), settings);
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
				promptTips: task.execution?.accepted === false ? promptTipsOf(task) : '',
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

/** The answer to a v1 submit (docs/runninghub-api.md, section 12.1). */
export function legacySubmitted(task: TaskRecord, host: string): JsonAnswer {
	return {
		status: 200,
		json: {
			code: 0,
			msg: 'success',
			errorMessages: null,
			data: {
				netWssUrl: task.state === 'QUEUED' ? null : socketAddress(task, host),
				taskId: task.id,
				clientId: clientIdOf(task),
				taskStatus: task.state,
				promptTips: promptTipsOf(task),
			},
		},
	};
}

/** A task as `/task/openapi/outputs` tells it: the code is the state (docs/runninghub-api.md, section 4.4). */
export function legacyOutputs(task: TaskRecord, host: string): JsonAnswer {
	switch (task.state) {
		case 'QUEUED':
			return legacy(813, 'APIKEY_TASK_IS_QUEUED');
		case 'RUNNING':
			return legacy(804, 'APIKEY_TASK_IS_RUNNING', {
				netWssUrl: socketAddress(task, host),
			});
		case 'SUCCESS':
			return legacy(
				0,
				'success',
				task.results?.map((result) => ({
					fileUrl: result.url,
					fileType: result.outputType,
					nodeId: result.nodeId,
					...usageOf(task, true),
					...(result.text === null ? {} : { text: result.text }),
				})) ?? null,
			);
		case 'FAILED':
		case 'CANCEL': {
			const reason = reasonOf(task.plan.failure);
			const traceback = reason['traceback'];
			return legacy(805, 'APIKEY_TASK_STATUS_ERROR', {
				failedReason:
					typeof task.plan.failure?.failedReason === 'string'
						? task.plan.failure.failedReason
						: {
								...reason,
								...(Array.isArray(traceback) ? { traceback: JSON.stringify(traceback) } : {}),
							},
				...(task.execution?.accepted === false ? { promptTips: promptTipsOf(task) } : {}),
			});
		}
	}
}
