import type { Asset, AssetGroup, AssetType } from '../asset-store.cts';
import { authorize, isAnswer } from '../authorization.cts';
import type { Json, JsonObject } from '../json.cts';
import type { Answer } from '../replies.cts';
import { bodyOf, filledText, unknownField, wholeNumber } from '../request-fields.cts';
import type { RouteKind } from '../request-log.cts';
import type { Route } from '../server.cts';
import type { Service } from '../service.cts';

const LARGEST_PAGE = 100;
const TYPES: readonly AssetType[] = ['Image', 'Video', 'Audio'];

/** What an asset call gives, or why it is refused. */
type Outcome = { readonly data: Json } | string;

function groupJson({ groupId, name, description }: AssetGroup): JsonObject {
	return { groupId, name, description };
}

function assetJson(service: Service, asset: Asset): JsonObject {
	return {
		assetId: asset.assetId,
		groupId: asset.groupId,
		name: asset.name,
		assetType: asset.assetType,
		status: service.assets.statusOf(asset),
		previewUrl: asset.url,
	};
}

function optionalText(body: JsonObject, name: string): string | undefined {
	const value = body[name];
	return typeof value === 'string' ? value : undefined;
}

function paged(entries: readonly JsonObject[], body: JsonObject): Outcome {
	const pageNumber = wholeNumber(body['pageNumber'], 1);
	if (pageNumber === undefined) return 'pageNumber must be 1 or more';
	const pageSize = wholeNumber(body['pageSize'], 1, LARGEST_PAGE);
	if (pageSize === undefined) return `pageSize must be from 1 to ${LARGEST_PAGE}`;
	const from = (pageNumber - 1) * pageSize;
	return { data: { items: entries.slice(from, from + pageSize), totalCount: entries.length } };
}

function isNamed(entry: { readonly name: string }, body: JsonObject): boolean {
	return entry.name.includes(optionalText(body, 'name') ?? '');
}

function theGroup(service: Service, body: JsonObject): AssetGroup | string {
	const groupId = filledText(body['groupId']);
	if (groupId === undefined) return 'groupId cannot be empty';
	return service.assets.group(groupId) ?? 'the group does not exist';
}

function theAsset(service: Service, body: JsonObject): Asset | string {
	const assetId = filledText(body['assetId']);
	if (assetId === undefined) return 'assetId cannot be empty';
	return service.assets.asset(assetId) ?? 'the asset does not exist';
}

function createGroup(service: Service, body: JsonObject): Outcome {
	const name = filledText(body['name']);
	if (name === undefined) return 'name cannot be empty';
	return {
		data: groupJson(service.assets.createGroup(name, optionalText(body, 'description') ?? '')),
	};
}

function queryGroup(service: Service, body: JsonObject): Outcome {
	const group = theGroup(service, body);
	if (typeof group === 'string') return group;
	const { groupId } = group;
	const assetCount = service.assets.allAssets().filter((one) => one.groupId === groupId).length;
	return { data: { ...groupJson(group), assetCount } };
}

function updateGroup(service: Service, body: JsonObject): Outcome {
	const group = theGroup(service, body);
	if (typeof group === 'string') return group;
	group.name = filledText(body['name']) ?? group.name;
	group.description = optionalText(body, 'description') ?? group.description;
	return { data: null };
}

/** What becomes of a group's assets is not known; here it must have none. */
function deleteGroup(service: Service, body: JsonObject): Outcome {
	const group = theGroup(service, body);
	if (typeof group === 'string') return group;
	const { groupId } = group;
	if (service.assets.allAssets().some((asset) => asset.groupId === groupId)) {
		return 'the group is not empty';
	}
	service.assets.deleteGroup(groupId);
	return { data: null };
}

function createAsset(service: Service, body: JsonObject): Outcome {
	const groupId = filledText(body['groupId']);
	const url = filledText(body['url']);
	const name = filledText(body['name']);
	if (groupId === undefined) return 'groupId cannot be empty';
	if (url === undefined) return 'url cannot be empty';
	if (name === undefined) return 'name cannot be empty';
	const assetType = TYPES.find((type) => type === body['assetType']);
	if (assetType === undefined) return `assetType must be one of ${TYPES.join(', ')}`;
	const asset = service.assets.create({ groupId, url, name, assetType });
	if (typeof asset === 'string') return asset;
	return { data: { assetId: asset.assetId, status: service.assets.statusOf(asset) } };
}

function listAssets(service: Service, body: JsonObject): Outcome {
	const groupId = optionalText(body, 'groupId');
	const status = optionalText(body, 'status');
	const found = service.assets
		.allAssets()
		.filter(
			(asset) =>
				isNamed(asset, body) &&
				(groupId === undefined || asset.groupId === groupId) &&
				(status === undefined || service.assets.statusOf(asset) === status),
		);
	return paged(
		found.map((asset) => assetJson(service, asset)),
		body,
	);
}

function queryAsset(service: Service, body: JsonObject): Outcome {
	const asset = theAsset(service, body);
	if (typeof asset === 'string') return asset;
	const { assetId, assetType, url } = asset;
	return {
		data: { assetId, status: service.assets.statusOf(asset), previewUrl: url, assetType },
	};
}

function updateAsset(service: Service, body: JsonObject): Outcome {
	const asset = theAsset(service, body);
	if (typeof asset === 'string') return asset;
	const name = filledText(body['name']);
	if (name === undefined) return 'name cannot be empty';
	asset.name = name;
	return { data: null };
}

function deleteAsset(service: Service, body: JsonObject): Outcome {
	const asset = theAsset(service, body);
	if (typeof asset === 'string') return asset;
	service.assets.deleteAsset(asset.assetId);
	return { data: null };
}

const NUMBERS = ['pageNumber', 'pageSize'];

/** The first field that the route does not have, or that is of the wrong type. */
function fieldProblem(body: JsonObject, fields: readonly string[]): string | undefined {
	const stranger = unknownField(body, fields);
	if (stranger !== undefined) return `there is no ${stranger}`;
	const wrong = Object.keys(body).find(
		(name) => !NUMBERS.includes(name) && typeof body[name] !== 'string',
	);
	return wrong === undefined ? undefined : `${wrong} must be text`;
}

/** The library of reference media (docs/runninghub-api.md, section 16). */
export function assetRoutes(service: Service): Route[] {
	const reply = (code: number, text: string, data: Json): Answer => ({
		status: 200,
		json: { code, [service.settings.assetTextField]: text, data },
	});
	const route = (
		path: string,
		kind: RouteKind,
		fields: readonly string[],
		work: (body: JsonObject) => Outcome,
	): Route => ({
		method: 'POST',
		path: `/openapi/v2/assets/${path}`,
		kind,
		shape: 'envelope',
		handle: ({ request }) => {
			const key = authorize(service, 'envelope', request);
			if (isAnswer(key)) return key;
			const body = bodyOf(request);
			const outcome = fieldProblem(body, fields) ?? work(body);
			return typeof outcome === 'string'
				? reply(301, outcome, null)
				: reply(0, 'success', outcome.data);
		},
	});
	return [
		route('groups/create', 'assetGroupCreate', ['name', 'description'], (body) =>
			createGroup(service, body),
		),
		route('groups/list', 'assetGroupList', ['pageNumber', 'pageSize', 'name'], (body) =>
			paged(
				service.assets
					.allGroups()
					.filter((group) => isNamed(group, body))
					.map(groupJson),
				body,
			),
		),
		route('groups/query', 'assetGroupQuery', ['groupId'], (body) => queryGroup(service, body)),
		route('groups/update', 'assetGroupUpdate', ['groupId', 'name', 'description'], (body) =>
			updateGroup(service, body),
		),
		route('groups/delete', 'assetGroupDelete', ['groupId'], (body) => deleteGroup(service, body)),
		route('create', 'assetCreate', ['groupId', 'url', 'assetType', 'name'], (body) =>
			createAsset(service, body),
		),
		route('list', 'assetList', ['pageNumber', 'pageSize', 'groupId', 'status', 'name'], (body) =>
			listAssets(service, body),
		),
		route('query', 'assetQuery', ['assetId'], (body) => queryAsset(service, body)),
		route('update', 'assetUpdate', ['assetId', 'name'], (body) => updateAsset(service, body)),
		route('delete', 'assetDelete', ['assetId'], (body) => deleteAsset(service, body)),
	];
}
