import { createHash } from 'node:crypto';
import { authorize, authorizeLegacy, isAnswer } from '../authorization.cts';
import { coverUrl } from '../covers.cts';
import type { Json, JsonObject } from '../json.cts';
import { pageOf } from '../paging.cts';
import { enveloped, legacy } from '../replies.cts';
import type { Answer } from '../replies.cts';
import { bodyOf, filledText, unknownField, wholeNumber } from '../request-fields.cts';
import { RESOURCES } from '../resources.cts';
import type { Resource } from '../resources.cts';
import type { Call, Route } from '../server.cts';
import type { Service } from '../service.cts';
import { storageError } from '../storage-error.cts';

function uploadUrl(service: Service, { request }: Call): Answer {
	const key = authorizeLegacy(service, request, 'apiKey');
	if (isAnswer(key)) return key;
	const body = bodyOf(request);
	const stranger = unknownField(body, ['apiKey', 'loraName', 'md5Hex']);
	if (stranger !== undefined) return legacy(301, `PARAMS_INVALID: there is no ${stranger}`);
	if (filledText(body['loraName']) === undefined) {
		return legacy(301, 'PARAMS_INVALID: loraName cannot be empty');
	}
	const md5Hex = filledText(body['md5Hex']);
	if (md5Hex === undefined || !/^[0-9a-f]{32}$/.test(md5Hex)) {
		return legacy(301, 'PARAMS_INVALID: md5Hex must be 32 hexadecimal characters');
	}
	const { fileName, signature } = service.loras.request(md5Hex);
	return legacy(0, 'success', {
		fileName,
		...(signature === undefined
			? {}
			: { url: `${service.baseUrl()}/lora/${fileName}?q-signature=${signature}` }),
	});
}

/** Counts and hashes a body without keeping it. */
async function digestOf(body: AsyncIterable<Buffer>): Promise<{ md5: string; size: number }> {
	const hash = createHash('md5');
	let size = 0;
	for await (const chunk of body) {
		hash.update(chunk);
		size += chunk.length;
	}
	return { md5: hash.digest('hex'), size };
}

/** The presigned transfer: storage knows no API keys, and refuses a request that carries one. */
async function transfer(service: Service, { request, rest, incoming }: Call): Promise<Answer> {
	const { md5, size } = await digestOf(incoming.raw);
	const length = request.headers['content-length'];
	request.body = { bytes: size, md5 };
	if (request.headers['authorization'] !== undefined) {
		return storageError(400, 'InvalidArgument', 'Only one auth mechanism allowed.');
	}
	const link = service.loras.linkOf(request.query['q-signature'] ?? '', rest);
	if (link === undefined || request.headers['content-type'] !== 'application/octet-stream') {
		return storageError(403, 'SignatureDoesNotMatch', 'The signature does not match.');
	}
	if (service.clock.now() >= link.expiresAt) {
		return storageError(403, 'AccessDenied', 'Request has expired');
	}
	if (length === undefined) {
		return storageError(411, 'MissingContentLength', 'Content-Length is required.');
	}
	if (size === 0 || md5 !== link.md5Hex) {
		return storageError(400, 'InvalidDigest', 'The content is not what was announced.');
	}
	service.loras.keep(link.md5Hex);
	return { status: 200, body: '', headers: { etag: `"${md5}"` } };
}

const TYPES = ['UNET', 'CHECKPOINT', 'LORA', 'GGUF'];
const LARGEST_PAGE = 50;
const LIST_FIELDS = ['resourceType', 'resourceName', 'baseModels', 'tags', 'current', 'size'];

function strings(value: Json | undefined): string[] | undefined {
	if (value === undefined) return [];
	if (!Array.isArray(value)) return undefined;
	const texts = value.filter((entry) => typeof entry === 'string');
	return texts.length === value.length ? texts : undefined;
}

function integers(value: Json | undefined): number[] | undefined {
	if (value === undefined) return [];
	if (!Array.isArray(value)) return undefined;
	const numbers = value.filter((entry) => typeof entry === 'number' && Number.isInteger(entry));
	return numbers.length === value.length ? numbers.map(Number) : undefined;
}

function record(service: Service, resource: Resource): JsonObject {
	return {
		id: resource.id,
		resourceName: resource.name,
		resourceType: resource.type,
		createTime: '2026-01-01T00:00:00',
		desc: `${resource.name} for ${resource.baseModel}`,
		nodeModelName: resource.fileName,
		posterUrl: coverUrl(service, resource.id),
		thumbnailUrl: coverUrl(service, resource.id),
		owner: { name: 'RunningHub', avatar: coverUrl(service, 'avatar') },
		tags: resource.tags.map((id) => ({ id, name: `Tag ${id}` })),
		versions: [
			{
				id: resource.id,
				version: 'v1.0',
				versionResourceName: resource.fileName,
				baseModel: resource.baseModel,
				baseModelSubtype: null,
				triggerWords: resource.triggerWords,
				desc: null,
				posterInfos: [],
			},
		],
	};
}

function list(service: Service, { request }: Call): Answer {
	const key = authorize(service, 'envelope', request);
	if (isAnswer(key)) return key;
	const body = bodyOf(request);
	const stranger = unknownField(body, LIST_FIELDS);
	if (stranger !== undefined) return enveloped(301, `there is no ${stranger}`);
	const { resourceType, resourceName } = body;
	if (typeof resourceType !== 'string' || !TYPES.includes(resourceType)) {
		return enveloped(301, `resourceType must be one of ${TYPES.join(', ')}`);
	}
	if (resourceName !== undefined && typeof resourceName !== 'string') {
		return enveloped(301, 'resourceName must be text');
	}
	const baseModels = strings(body['baseModels']);
	if (baseModels === undefined) return enveloped(301, 'baseModels must be a list of texts');
	const tags = integers(body['tags']);
	if (tags === undefined) return enveloped(301, 'tags must be a list of numbers');
	const current = wholeNumber(body['current'], 1);
	if (current === undefined) return enveloped(301, 'current must be 1 or more');
	const size = wholeNumber(body['size'], 1, LARGEST_PAGE);
	if (size === undefined) return enveloped(301, `size must be from 1 to ${LARGEST_PAGE}`);
	const wanted = (resourceName ?? '').toLowerCase();
	const found = RESOURCES.filter(
		(entry) =>
			entry.type === resourceType &&
			entry.name.toLowerCase().includes(wanted) &&
			(baseModels.length === 0 || baseModels.includes(entry.baseModel)) &&
			(tags.length === 0 || entry.tags.some((tag) => tags.includes(tag))),
	);
	const page = pageOf(found, current, size, (entry) => record(service, entry));
	return enveloped(0, 'success', { ...page, hasPrevious: current > 1 });
}

/** LoRAs and the public library (docs/runninghub-api.md, section 15). */
export function loraRoutes(service: Service): Route[] {
	return [
		{
			method: 'POST',
			path: '/api/openapi/getLoraUploadUrl',
			kind: 'loraUploadUrl',
			shape: 'legacy',
			handle: (call) => uploadUrl(service, call),
		},
		{
			method: 'PUT',
			path: '/lora/*',
			kind: 'loraTransfer',
			shape: 'envelope',
			body: 'own',
			handle: (call) => transfer(service, call),
		},
		{
			method: 'POST',
			path: '/openapi/v2/resource/list',
			kind: 'resourceList',
			shape: 'envelope',
			handle: (call) => list(service, call),
		},
	];
}
