import type { Clock } from '../clock';
import { RunningHubError } from '../errors/runninghub-error';
import { asNumber, asText, isJsonObject, type JsonObject } from '../json';
import type { Transport } from '../transport';
import { dataOf } from './answer';
import { READ_TIMEOUT, send } from './ask';
import type { Page } from './page';
import { repeatRead } from './repeat-read';

/** What a reference asset holds. */
export type AssetType = 'Image' | 'Video' | 'Audio';

/** Reference media at RunningHub, used in models as `asset://<assetId>`. */
export interface Asset {
	readonly assetId: string;
	readonly name: string;
	readonly assetType: string;
	readonly status: string;
	readonly previewUrl: string;
	readonly groupId: string;
}

/** A group of assets. */
export interface AssetGroup {
	readonly groupId: string;
	readonly name: string;
}

const READY = new Set([
	'ACTIVE',
	'SUCCESS',
	'SUCCEEDED',
	'COMPLETED',
	'DONE',
	'READY',
	'AVAILABLE',
]);
const OVER = new Set(['FAILED', 'ERROR', 'CANCEL', 'CANCELED']);
/** Entries on a page at most. */
const PAGE_SIZE = 100;
/** Milliseconds between two looks at a new asset. */
const STEP = 3000;

/**
 * A page of the groups whose name contains a text.
 *
 * @param name '' for all.
 * @param page 1 for the first.
 * @throws RunningHubError. Source: docs/runninghub-api.md, section 16.
 */
export async function listAssetGroups(
	transport: Transport,
	name: string,
	page: number,
	signal?: AbortSignal,
): Promise<Page<AssetGroup>> {
	const asked = { pageNumber: page, pageSize: PAGE_SIZE, ...(name !== '' && { name }) };
	return readPage(await call(transport, 'groups/list', asked, signal), page, (group) => ({
		groupId: asText(group.groupId),
		name: asText(group.name),
	}));
}

/**
 * Makes a group.
 * @throws RunningHubError. Source: docs/runninghub-api.md, section 16.
 */
export async function createAssetGroup(transport: Transport, name: string): Promise<AssetGroup> {
	const data = await call(transport, 'groups/create', { name });
	return { groupId: asText(data.groupId), name };
}

/**
 * Makes an asset of an uploaded file and waits until models can use it.
 *
 * @param timeout milliseconds to wait.
 * @returns `undefined` when the signal was aborted first.
 * @throws RunningHubError of kind `taskFailed` when RunningHub refuses the file, `timeout` with the
 * asset's id in the message when it is not usable in time. Source: docs/runninghub-api.md, section 16.
 */
export async function createAsset(
	transport: Transport,
	clock: Clock,
	asset: {
		readonly groupId: string;
		readonly url: string;
		readonly assetType: AssetType;
		readonly name: string;
	},
	timeout: number,
	signal: AbortSignal,
): Promise<Asset | undefined> {
	const created = await call(transport, 'create', { ...asset });
	const assetId = asText(created.assetId);
	const deadline = clock.now() + timeout;
	for (;;) {
		const answer = await repeatRead(
			clock,
			async () => await call(transport, 'query', { assetId }, signal),
			signal,
		).catch((error: unknown) => {
			if (signal.aborted) return undefined;
			throw error;
		});
		if (answer === undefined) return undefined;
		const state = readAsset(answer);
		const known = { ...state, assetId, name: state.name || asset.name, groupId: asset.groupId };
		const status = state.status.toUpperCase();
		if (READY.has(status)) return known;
		if (OVER.has(status)) throw notUsable(assetId, state.status);
		if (clock.now() >= deadline) throw notYetUsable(assetId, state.status);
		await clock.sleep(STEP, signal);
		if (signal.aborted) return undefined;
	}
}

/**
 * A page of the assets.
 *
 * @param filter an absent part does not filter.
 * @param page 1 for the first.
 * @throws RunningHubError. Source: docs/runninghub-api.md, section 16.
 */
export async function listAssets(
	transport: Transport,
	filter: { readonly groupId?: string; readonly name?: string; readonly status?: string },
	page: number,
	signal?: AbortSignal,
): Promise<Page<Asset>> {
	const asked = { ...filter, pageNumber: page, pageSize: PAGE_SIZE };
	return readPage(await call(transport, 'list', asked, signal), page, readAsset);
}

/**
 * Deletes an asset.
 * @throws RunningHubError. Source: docs/runninghub-api.md, section 16.
 */
export async function deleteAsset(transport: Transport, assetId: string): Promise<void> {
	await send(transport, {
		method: 'POST',
		path: '/openapi/v2/assets/delete',
		json: { assetId },
		timeout: READ_TIMEOUT,
	});
}

async function call(
	transport: Transport,
	path: string,
	json: JsonObject,
	signal?: AbortSignal,
): Promise<JsonObject> {
	return dataOf(
		await send(transport, {
			method: 'POST',
			path: `/openapi/v2/assets/${path}`,
			json,
			timeout: READ_TIMEOUT,
			...(signal !== undefined && { signal }),
		}),
	);
}

function readPage<Entry>(
	data: JsonObject,
	page: number,
	read: (item: JsonObject) => Entry,
): Page<Entry> {
	const entries = Array.isArray(data.items) ? data.items.filter(isJsonObject).map(read) : [];
	const total = asNumber(data.totalCount);
	return {
		entries,
		hasNext: total === null ? entries.length === PAGE_SIZE : page * PAGE_SIZE < total,
	};
}

function readAsset(data: JsonObject): Asset {
	return {
		assetId: asText(data.assetId),
		name: asText(data.name),
		assetType: asText(data.assetType),
		status: asText(data.status),
		previewUrl: asText(data.previewUrl),
		groupId: asText(data.groupId),
	};
}

function notUsable(assetId: string, status: string): RunningHubError {
	return new RunningHubError({
		kind: 'taskFailed',
		message: `RunningHub could not make an asset of the file (asset ${assetId}, ${status})`,
		hint: 'Check the limits: images up to 10 MB with sides of 300 to 6,000 pixels, videos of 2 to 15 seconds up to 50 MB, audio of 2 to 15 seconds up to 15 MB.',
		status,
	});
}

function notYetUsable(assetId: string, status: string): RunningHubError {
	return new RunningHubError({
		kind: 'timeout',
		message: `Asset ${assetId} is not usable within the time limit`,
		hint: `It goes on at RunningHub: use asset://${assetId} once its status is ACTIVE.`,
		status,
	});
}
