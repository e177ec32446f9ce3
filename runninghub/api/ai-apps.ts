import { asNumber, asObject, asText, isJsonObject, type JsonObject } from '../json';
import type { Transport } from '../transport';
import { dataOf } from './answer';
import { askWithKeyField, READ_TIMEOUT, send } from './ask';
import { inputsBody, type NodeInput, type GraphRunSettings, settingsBody } from './node-inputs';
import type { Page } from './page';
import { submit, type SubmittedTask } from './submit';

/** A run of an AI app. */
export interface AiAppRun extends GraphRunSettings {
	readonly appId: string;
	readonly inputs: readonly NodeInput[];
}

/**
 * Submits a run of an AI app. Goes to the newer generation, except with a password, which only the
 * older one is known to honour.
 *
 * @throws RunningHubError as `submit` does. Source: docs/runninghub-api.md, section 13.1 and 13.2.
 */
export async function submitAiApp(transport: Transport, run: AiAppRun): Promise<SubmittedTask> {
	const { appId, inputs, ...settings } = run;
	const shared: JsonObject = { nodeInfoList: inputsBody(inputs), ...settingsBody(settings) };
	if (settings.accessPassword === undefined) {
		return await submit(transport, {
			method: 'POST',
			path: `/openapi/v2/run/ai-app/${appId}`,
			json: shared,
		});
	}
	return await submit(transport, {
		method: 'POST',
		path: '/task/openapi/ai-app/run',
		json: { webappId: appId, ...shared },
		keyField: 'apiKey',
	});
}

/** What RunningHub tells of an AI app. */
export interface AiApp {
	readonly name: string;
	/** Whether a password is needed. */
	readonly protected: boolean;
	/** The inputs as RunningHub describes them. */
	readonly inputs: readonly JsonObject[];
	/** The answer, without the caller's key. */
	readonly raw: JsonObject;
}

/**
 * The inputs of an AI app. RunningHub puts the caller's key into one field of the answer; that
 * field is left out.
 *
 * @throws RunningHubError. Source: docs/runninghub-api.md, section 13.3.
 */
export async function getAiApp(
	transport: Transport,
	appId: string,
	signal?: AbortSignal,
): Promise<AiApp> {
	const answer = await askWithKeyField(transport, 'apiKey', {
		method: 'GET',
		path: `/api/webapp/apiCallDemo?webappId=${encodeURIComponent(appId)}`,
		timeout: READ_TIMEOUT,
		...(signal && { signal }),
	});
	if (!answer.ok) throw answer.error;
	const raw = { ...dataOf(answer.body) };
	delete raw.curl;
	return {
		name: asText(raw.webappName),
		protected: raw.accessEncrypted === true,
		inputs: Array.isArray(raw.nodeInfoList) ? raw.nodeInfoList.filter(isJsonObject) : [],
		raw,
	};
}

/** How public AI apps are ordered. */
export type AiAppOrder = 'RECOMMEND' | 'HOTTEST' | 'NEWEST';

/** An entry of the public list. */
export interface ListedAiApp {
	readonly appId: string;
	readonly title: string;
	readonly description: string;
	readonly cover: string;
}

/** Entries on a page at most. */
export const PAGE_SIZE = 50;

/**
 * A page of the public AI apps. The list names no ids: they are read from the sample call of each
 * entry.
 *
 * @param page 1 for the first.
 * @param days only with HOTTEST: hottest of how many days.
 * @throws RunningHubError. Source: docs/runninghub-api.md, section 13.4.
 */
export async function listAiApps(
	transport: Transport,
	request: { readonly page: number; readonly order: AiAppOrder; readonly days?: number },
	signal?: AbortSignal,
): Promise<Page<ListedAiApp>> {
	const { page, order, days } = request;
	const data = dataOf(
		await send(transport, {
			method: 'POST',
			path: '/openapi/v2/aiapp/list',
			json: { current: page, size: PAGE_SIZE, sort: order, ...(days !== undefined && { days }) },
			timeout: READ_TIMEOUT,
			...(signal && { signal }),
		}),
	);
	const records = Array.isArray(data.records) ? data.records.filter(isJsonObject) : [];
	return {
		entries: records.map(readListed).filter(({ appId }) => appId !== ''),
		hasNext: data.hasNext === true || page < (asNumber(data.pages) ?? 0),
	};
}

function readListed(record: JsonObject): ListedAiApp {
	return {
		appId: /\/run\/ai-app\/(\d+)/.exec(asText(record.invokeExample))?.[1] ?? '',
		title: asText(record.title),
		description: asText(record.description),
		cover: asText(record.cover) || asText(asObject(record.cover).url),
	};
}
