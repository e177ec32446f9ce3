import { authorize, isAnswer } from '../authorization.cts';
import { catalogue } from '../catalogue.cts';
import type { Model } from '../catalogue.cts';
import { isObject } from '../json.cts';
import type { ApiKey } from '../keys.cts';
import { checkModelBody } from '../model-body.cts';
import type { CheckedBody } from '../model-body.cts';
import { priceOf } from '../price.cts';
import { modelOfEntry } from '../registry.cts';
import { flatFailure, refusal } from '../replies.cts';
import type { Answer } from '../replies.cts';
import type { Call, Route } from '../server.cts';
import { currencyOf } from '../service.cts';
import type { Service } from '../service.cts';
import { isRefusal, submitModel } from '../submit.cts';
import { queryAnswer } from '../task-answers.cts';

interface ModelRequest extends CheckedBody {
	readonly key: ApiKey;
	readonly model: Model;
}

/** What a run and a price preview have in common: key, model, kind of key, body, in this order. */
function readModelRequest(service: Service, call: Call): ModelRequest | Answer {
	const key = authorize(service, 'flat', call.request);
	if (isAnswer(key)) return key;
	const newer = service.settings.newerModels.find(({ endpoint }) => endpoint === call.rest);
	const model = newer === undefined ? catalogue().get(call.rest) : modelOfEntry(newer);
	if (model === undefined) return flatFailure(refusal('1001'));
	if (service.settings.withdrawnModels.includes(call.rest)) return flatFailure(refusal('40310'));
	if (!service.settings.modelKeyKinds.includes(key.kind)) return flatFailure(refusal('1014'));
	const { body } = call.request;
	if (!isObject(body)) return flatFailure(refusal('1007', 'failed to parse request body'));
	const checked = checkModelBody(model, body, {
		files: service.files,
		assets: service.assets,
		baseUrl: service.baseUrl(),
		nodeKeyedForm: service.settings.nodeKeyedForm,
	});
	return 'code' in checked ? flatFailure(checked) : { key, model, ...checked };
}

function run(service: Service, call: Call): Answer {
	const request = readModelRequest(service, call);
	if ('status' in request) return request;
	const { body } = call.request;
	const outcome = submitModel(service, request.key, {
		...request,
		body: isObject(body) ? body : {},
	});
	return isRefusal(outcome)
		? flatFailure(outcome)
		: { status: 200, json: queryAnswer(outcome, service.settings) };
}

function previewPrice(service: Service, call: Call): Answer {
	const request = readModelRequest(service, call);
	if ('status' in request) return request;
	if (service.settings.pricePreview === 'off') {
		return flatFailure(refusal('1000', 'No price preview for this model|该模型暂不支持价格预估'));
	}
	const price = priceOf(request.model, request.values);
	const currency = currencyOf(service.site);
	return {
		status: 200,
		json: {
			errorCode: '',
			errorMessage: '',
			estimatedPrice: price,
			currency,
			priceText: `${currency === 'CNY' ? '¥' : '$'}${price.toFixed(2)}/次`,
			priceTextEn: `${currency} ${price.toFixed(2)}/call`,
			freeLimit: false,
			freeLimitCount: '0',
			remainingFreeLimitCount: '0',
			isFreeThisCall: false,
		},
	};
}

/** Standard models (docs/runninghub-api.md, sections 3.1 and 3.2). */
export function modelRoutes(service: Service): Route[] {
	return [
		{
			method: 'POST',
			path: '/openapi/v2/price-preview/*',
			kind: 'price',
			shape: 'flat',
			handle: (call) => previewPrice(service, call),
		},
		{
			method: 'POST',
			path: '/openapi/v2/*',
			kind: 'submit',
			shape: 'flat',
			handle: (call) => run(service, call),
		},
	];
}
