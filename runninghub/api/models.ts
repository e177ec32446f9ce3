import { asNumber, asText, type JsonObject } from '../json';
import type { Transport } from '../transport';
import { READ_TIMEOUT, send } from './ask';
import { submit, type SubmittedTask } from './submit';

/**
 * Submits a task of a standard model.
 *
 * @param endpoint the model's path, such as `rhart-image-n-pro/text-to-image`.
 * @param body the model's parameters, and `webhookUrl` where a callback is wanted.
 * @throws RunningHubError as `submit` does. Source: docs/runninghub-api.md, section 3.1.
 */
export async function submitModel(
	transport: Transport,
	endpoint: string,
	body: JsonObject,
): Promise<SubmittedTask> {
	return await submit(transport, {
		method: 'POST',
		path: `/openapi/v2/${endpointPath(endpoint)}`,
		json: body,
	});
}

/** What RunningHub says a task would cost. */
export interface PricePreview {
	/** In `currency`; null when the answer names no amount. */
	readonly price: number | null;
	/** `CNY` or `USD`; '' when the answer names none. */
	readonly currency: string;
	/** RunningHub's own wording, in English where it gives one. */
	readonly text: string;
	/** Whether this call would use a free quota. */
	readonly free: boolean;
	readonly raw: JsonObject;
}

/**
 * Asks what a task of a standard model would cost; submits nothing.
 *
 * @throws RunningHubError when there is no preview. Source: docs/runninghub-api.md, section 3.2.
 */
export async function previewPrice(
	transport: Transport,
	endpoint: string,
	body: JsonObject,
	signal?: AbortSignal,
): Promise<PricePreview> {
	const raw = await send(transport, {
		method: 'POST',
		path: `/openapi/v2/price-preview/${endpointPath(endpoint)}`,
		json: body,
		timeout: READ_TIMEOUT,
		...(signal && { signal }),
	});
	return {
		price: asNumber(raw.estimatedPrice),
		currency: asText(raw.currency),
		text: asText(raw.priceTextEn) || asText(raw.priceText),
		free: raw.isFreeThisCall === true || asText(raw.isFreeThisCall) === 'true',
		raw,
	};
}

/** Some endpoints hold characters that a URL must escape, such as `edit-[Deprecated]`. */
function endpointPath(endpoint: string): string {
	return endpoint.split('/').map(encodeURIComponent).join('/');
}
