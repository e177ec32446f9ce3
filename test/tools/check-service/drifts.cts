import { KINDS, plainModels } from '../../../tools/check-service/models-of-kinds.cts';
import { isObject, jsonText, type Json, type JsonObject } from '../../simulator/json.cts';
import { registryOf } from '../../simulator/registry.cts';
import type { FaultRule, LoggedRequest } from '../../simulator/simulator.cts';
import type { Station } from './station.cts';

/** Makes the service differ from one statement. */
export type Drift = (station: Station) => void;

const UNKNOWN_ID = '1999999999999999999';
const STRANGER = 'Bearer 0123456789abcdef0123456789abcdef';
const ALWAYS = Number.POSITIVE_INFINITY;

function fault(rule: Omit<FaultRule, 'times'> & { readonly times?: number }): Drift {
	return ({ simulator }) => {
		simulator.faults.add({ times: ALWAYS, ...rule });
	};
}

/** Other fields in the `data` of an answer. */
function data(
	on: FaultRule['on'],
	change: (data: JsonObject) => JsonObject,
	match?: FaultRule['match'],
): Drift {
	return fault({
		on,
		kind: 'changed',
		change: (answer) =>
			isObject(answer['data']) ? { ...answer, data: change(answer['data']) } : answer,
		...(match && { match }),
	});
}

/** Every object of a list in the `data` of an answer. */
function entries(
	on: FaultRule['on'],
	list: string,
	change: (entry: JsonObject) => JsonObject,
): Drift {
	return data(on, (told) => {
		const all = told[list];
		return Array.isArray(all)
			? { ...told, [list]: all.map((entry) => (isObject(entry) ? change(entry) : entry)) }
			: told;
	});
}

function without(key: string) {
	return ({ [key]: _gone, ...rest }: JsonObject): JsonObject => rest;
}

function asksFor(endpoint: string) {
	return ({ path }: LoggedRequest) => path.endsWith(`/price-preview/${endpoint}`);
}

function ofStranger({ headers }: LoggedRequest): boolean {
	return headers['authorization'] === STRANGER;
}

/** A price in place of a refusal in these words. */
function priceInsteadOf(words: RegExp): Drift {
	return fault({
		on: 'price',
		kind: 'changed',
		change: (answer) =>
			words.test(String(answer['errorMessage']))
				? { errorCode: '', estimatedPrice: 1, currency: 'USD' }
				: answer,
	});
}

function registry(change: (models: JsonObject[]) => JsonObject[]): Drift {
	return ({ simulator }) => {
		simulator.settings.registry = { text: jsonText(change(registryOf([]))) };
	};
}

function objects(value: Json | undefined): JsonObject[] {
	return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The registry with one more option in that list. */
function withNewerOption(models: JsonObject[]): JsonObject[] {
	const list = models.flatMap(({ params }) => objects(params)).find(({ type }) => type === 'LIST');
	if (list !== undefined)
		list['options'] = [...objects(list['options']), { value: 'a newer option' }];
	return models;
}

/** The registry with a type of parameter that nobody knows. */
function withNewerType(models: JsonObject[]): JsonObject[] {
	const [param] = models.flatMap(({ params }) => objects(params));
	if (param !== undefined) param['type'] = 'COLOR';
	return models;
}

function wrongKey(on: FaultRule['on']): Drift {
	return fault({ on, kind: 'code', code: '1000', match: ofStranger });
}

const KIND_NAMES = {
	image: 'an image',
	video: 'a video',
	audio: 'an audio',
	'3d': 'a 3D',
	text: 'a text',
};

/** By statement, what makes the service differ from it and from no other. */
export const DRIFTS: ReadonlyMap<string, Drift> = new Map<string, Drift>([
	['An enveloped call with a wrong key is refused for the key', wrongKey('queueStatus')],
	['A flat call with a wrong key is refused for the key', wrongKey('price')],
	['A call of the older generation with a wrong key is refused for the key', wrongKey('account')],
	['An upload with a wrong key is refused for the key', wrongKey('upload')],
	[
		'The query of a task that does not exist is refused',
		fault({
			on: 'query',
			kind: 'changed',
			change: () => ({ taskId: UNKNOWN_ID, status: 'RUNNING' }),
			match: ({ body }) => isObject(body) && body['taskId'] === UNKNOWN_ID,
		}),
	],
	[
		'The query of an id that is no number is refused',
		fault({
			on: 'query',
			kind: 'code',
			code: '1004',
			match: ({ body }) => isObject(body) && body['taskId'] !== UNKNOWN_ID,
		}),
	],
	[
		'The older status of a task that does not exist is refused',
		fault({ on: 'status', kind: 'code', code: '301' }),
	],
	[
		'The older outputs of a task that does not exist are refused',
		fault({ on: 'outputs', kind: 'changed', change: () => ({ code: 0, msg: '', data: [] }) }),
	],
	[
		'Cancelling a task that does not exist is refused',
		fault({ on: 'cancel', kind: 'changed', change: () => ({ code: 0, msg: '', data: null }) }),
	],
	[
		'The price preview of an unknown endpoint is refused',
		fault({ on: 'price', kind: 'notFound', match: asksFor('check-service/no-such-model') }),
	],
	[
		'A refused submit says in so many words that there is no task',
		fault({ on: 'submit', kind: 'code', code: '1001', bare: true }),
	],
	[
		'The graph of a workflow that does not exist is refused',
		fault({ on: 'workflowGraph', kind: 'code', code: '301' }),
	],
	[
		'The inputs of an app that does not exist are refused',
		fault({
			on: 'appInputs',
			kind: 'code',
			code: '380',
			match: ({ query }) => query['webappId'] === UNKNOWN_ID,
		}),
	],
	...KINDS.map((kind): [string, Drift] => [
		`The price preview of ${KIND_NAMES[kind]} model gives a price`,
		fault({
			on: 'price',
			kind: 'changed',
			change: (answer) => ({ ...answer, currency: 'CNY' }),
			match: (request) =>
				!ofStranger(request) && asksFor(plainModels(kind)[0]?.endpoint ?? '')(request),
			times: 1,
		}),
	]),
	[
		'An option that the model does not have is refused as invalid',
		priceInsteadOf(/must be one of/),
	],
	['A form without a required parameter is refused as invalid', priceInsteadOf(/it is required/)],
	[
		'An upload names the file and gives a link to it',
		data('upload', (told) => ({ ...told, fileName: 'picture.png' })),
	],
	[
		'An upload tells the type of the file, and its size as text',
		data('upload', (told) => ({ ...told, size: Number(told['size']) })),
	],
	[
		'The link to an uploaded file works without the key',
		fault({ on: 'download', kind: 'unauthorized' }),
	],
	[
		'The older upload names the file and gives no link',
		data('legacyUpload', (told) => ({ ...told, download_url: 'https://files.example.com/a.png' })),
	],
	[
		'The queue status tells the kind of key',
		data('queueStatus', (told) => ({ ...told, apiKeyType: 'ENTERPRISE' })),
	],
	[
		'The queue status has its limit as a number, its counts as text',
		data('queueStatus', (told) => ({ ...told, queuedCount: 0 })),
	],
	[
		'The account status tells the same kind of key',
		data('account', (told) => ({ ...told, apiType: 'NORMAL' })),
	],
	[
		'The account status of an enterprise key has money and its currency',
		data('account', (told) => ({ ...told, currency: 'CNY' })),
	],
	[
		'The account status has coins and tasks as text',
		data('account', (told) => ({ ...told, remainCoins: Number(told['remainCoins']) })),
	],
	[
		'The list of keys masks them',
		fault({
			on: 'keyList',
			kind: 'changed',
			change: (answer) => ({ ...answer, data: [{ key: '0123456789abcdef0123456789abcdee' }] }),
		}),
	],
	[
		'The registry is a list of models with endpoint, kind and parameters',
		registry((models) => [...models, { ...models[0], output_type: 'hologram' }]),
	],
	['The parameters of the registry have known types', registry(withNewerType)],
	[
		'The packaged catalogue has every model of the registry',
		registry((models) => [
			...models,
			{ endpoint: 'brand-new/text-to-image', output_type: 'image', params: [] },
		]),
	],
	[
		'The packaged catalogue has every parameter and option of the registry',
		registry(withNewerOption),
	],
	[
		'A listed app has a title, and its id in the sample call only',
		entries('appList', 'records', (record) => ({ ...record, webappId: UNKNOWN_ID })),
	],
	['The list of apps tells its pages', data('appList', without('pages'))],
	[
		'An input of an app names its node, field, value and type',
		entries('appInputs', 'nodeInfoList', without('nodeName')),
	],
	[
		'The inputs of an app have known types',
		entries('appInputs', 'nodeInfoList', (input) => ({ ...input, fieldType: 'COLOR' })),
	],
	[
		'The data of an input is JSON text, or missing',
		entries('appInputs', 'nodeInfoList', (input) => ({ ...input, fieldData: "['2K']" })),
	],
	[
		"The sample call of an app's inputs holds the caller's own key",
		data('appInputs', without('curl')),
	],
	[
		'A listed LoRA has its name, type and file',
		entries('resourceList', 'records', without('nodeModelName')),
	],
	[
		'The groups of assets are listed with their number',
		data('assetGroupList', without('totalCount')),
	],
]);
