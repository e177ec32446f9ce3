import { RunningHubError } from '../errors/runninghub-error';
import { asNumber, asText, isJsonObject, type JsonObject } from '../json';
import type { Transport, TransportResponse, UploadSource } from '../transport';
import { dataOf } from './answer';
import { askWithKeyField, READ_TIMEOUT, send } from './ask';
import type { Page } from './page';

/** Sends files to presigned addresses: without the key, and without ever showing the address. */
export interface PresignedStore {
	/**
	 * PUTs a file as `application/octet-stream` with its exact length.
	 * @throws RunningHubError of kind `network` when no answer arrived.
	 */
	put(address: string, file: UploadSource, signal: AbortSignal): Promise<TransportResponse>;
}

/** A LoRA of one's own at RunningHub. */
export interface UploadedLora {
	/** What the input `file_name` of the node RHLoraLoader takes. */
	readonly fileName: string;
	/** Whether RunningHub had the same file already, so that nothing was transferred. */
	readonly alreadyStored: boolean;
}

/**
 * Uploads a LoRA, unless RunningHub has the same content already.
 *
 * @param md5 of the content, in lower-case hexadecimal digits.
 * @throws RunningHubError. Source: docs/runninghub-api.md, section 15.
 */
export async function uploadLora(
	transport: Transport,
	store: PresignedStore,
	lora: { readonly name: string; readonly md5: string; readonly file: UploadSource },
	signal: AbortSignal,
): Promise<UploadedLora> {
	const answer = await askWithKeyField(transport, 'apiKey', {
		method: 'POST',
		path: '/api/openapi/getLoraUploadUrl',
		json: { loraName: lora.name, md5Hex: lora.md5 },
		timeout: READ_TIMEOUT,
		signal,
	});
	if (!answer.ok) throw answer.error;
	const data = dataOf(answer.body);
	const fileName = asText(data.fileName);
	const address = asText(data.url);
	if (fileName === '') {
		throw new RunningHubError({
			kind: 'server',
			message: 'RunningHub answered without a name for the LoRA',
			hint: 'This is mostly a passing condition at RunningHub, of a few minutes.',
			temporary: true,
		});
	}
	if (address === '') return { fileName, alreadyStored: true };
	const { status } = await store.put(address, lora.file, signal);
	if (status >= 200 && status < 300) return { fileName, alreadyStored: false };
	throw new RunningHubError({
		kind: 'server',
		message: `The file store of RunningHub answered with HTTP ${status}`,
		hint: 'The address for the LoRA holds for an hour only: the whole file has to arrive by then.',
		httpStatus: status,
		temporary: status >= 500,
	});
}

/** An entry of RunningHub's model library. */
export interface ListedResource {
	readonly id: string;
	readonly name: string;
	/** What a loader node takes. */
	readonly fileName: string;
	readonly description: string;
	readonly raw: JsonObject;
}

/** Entries on a page. */
const PAGE_SIZE = 50;

/**
 * A page of the public LoRAs.
 *
 * @param search part of the name; '' for all.
 * @param page 1 for the first.
 * @throws RunningHubError. Source: docs/runninghub-api.md, section 15.
 */
export async function listLoras(
	transport: Transport,
	search: string,
	page: number,
	signal?: AbortSignal,
): Promise<Page<ListedResource>> {
	const data = dataOf(
		await send(transport, {
			method: 'POST',
			path: '/openapi/v2/resource/list',
			json: {
				resourceType: 'LORA',
				current: page,
				size: PAGE_SIZE,
				...(search !== '' && { resourceName: search }),
			},
			timeout: READ_TIMEOUT,
			...(signal !== undefined && { signal }),
		}),
	);
	const records = Array.isArray(data.records) ? data.records.filter(isJsonObject) : [];
	return {
		entries: records.map(readResource),
		hasNext: data.hasNext === true || page < (asNumber(data.pages) ?? 0),
	};
}

function readResource(record: JsonObject): ListedResource {
	const [version] = Array.isArray(record.versions) ? record.versions.filter(isJsonObject) : [];
	return {
		id: asText(record.id),
		name: asText(record.resourceName),
		fileName: asText(record.nodeModelName) || asText(version?.versionResourceName),
		description: asText(record.desc),
		raw: record,
	};
}
