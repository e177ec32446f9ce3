import { imageSize } from 'image-size';
import type { SimulatorClock } from './clock.cts';
import type { FileStore, StoredFile } from './file-store.cts';
import type { MediaKind } from './media-kind.cts';
import type { SimulatorSettings } from './settings.cts';
import { planFromKeywords } from './task-plan.cts';

/** A group of the material library. */
export interface AssetGroup {
	readonly groupId: string;
	name: string;
	description: string;
}

/** What a file is that models refer to as `asset://…`. */
export type AssetType = 'Image' | 'Video' | 'Audio';

/** A file of the material library. */
export interface Asset {
	readonly assetId: string;
	readonly groupId: string;
	name: string;
	readonly assetType: AssetType;
	readonly url: string;
	/** Milliseconds since the epoch. */
	readonly readyAt: number;
	readonly fails: boolean;
}

/** What is told of an asset to be made. */
export interface NewAsset {
	readonly groupId: string;
	readonly url: string;
	readonly assetType: AssetType;
	readonly name: string;
}

const MEGABYTE = 1_048_576;
const LARGEST_MB: Readonly<Record<AssetType, number>> = { Image: 10, Video: 50, Audio: 15 };
const KINDS: Readonly<Record<AssetType, MediaKind>> = {
	Image: 'image',
	Video: 'video',
	Audio: 'audio',
};
const SHORTEST_SIDE = 300;
const LONGEST_SIDE = 6_000;
const LOWEST_RATIO = 0.4;
const HIGHEST_RATIO = 2.5;

/** Whether a picture can be read and keeps the limits (docs/runninghub-api.md, section 16). */
function isUsablePicture(file: StoredFile): boolean {
	try {
		const { width, height } = imageSize(file.start);
		const ratio = width / height;
		return (
			Math.min(width, height) >= SHORTEST_SIDE &&
			Math.max(width, height) <= LONGEST_SIDE &&
			ratio >= LOWEST_RATIO &&
			ratio <= HIGHEST_RATIO
		);
	} catch {
		return false;
	}
}

/** Reference media and their groups. Lengths of films and sounds are not measured. */
export class AssetStore {
	private readonly groups = new Map<string, AssetGroup>();

	private readonly assets = new Map<string, Asset>();

	private numbered = 0;

	constructor(
		private readonly clock: SimulatorClock,
		private readonly settings: SimulatorSettings,
		private readonly files: FileStore,
	) {}

	createGroup(name: string, description: string): AssetGroup {
		const group = { groupId: this.nextId('group'), name, description };
		this.groups.set(group.groupId, group);
		return group;
	}

	group(groupId: string): AssetGroup | undefined {
		return this.groups.get(groupId);
	}

	allGroups(): AssetGroup[] {
		return [...this.groups.values()];
	}

	deleteGroup(groupId: string): void {
		this.groups.delete(groupId);
	}

	/** Makes an asset of an upload of this simulator, or tells why not. */
	create(draft: NewAsset): Asset | string {
		if (!this.groups.has(draft.groupId)) return 'the group does not exist';
		const file = this.uploadBehind(draft.url);
		if (file === undefined) return 'url must be that of an uploaded file';
		if (file.contentType?.startsWith(`${KINDS[draft.assetType]}/`) !== true) {
			return `url is not of the type ${draft.assetType}`;
		}
		const limit = LARGEST_MB[draft.assetType];
		if (file.size > limit * MEGABYTE) return `files can have up to ${limit} MB`;
		const plan = planFromKeywords(draft.name);
		const asset: Asset = {
			...draft,
			assetId: this.nextId('asset'),
			readyAt: this.clock.now() + (plan.duration ?? this.settings.assetDuration),
			fails: plan.failure !== undefined || (draft.assetType === 'Image' && !isUsablePicture(file)),
		};
		this.assets.set(asset.assetId, asset);
		return asset;
	}

	asset(assetId: string): Asset | undefined {
		return this.assets.get(assetId);
	}

	allAssets(): Asset[] {
		return [...this.assets.values()];
	}

	deleteAsset(assetId: string): void {
		this.assets.delete(assetId);
	}

	statusOf(asset: Asset): string {
		if (this.clock.now() < asset.readyAt) return 'PROCESSING';
		return asset.fails ? 'FAILED' : this.settings.assetReadyStatus;
	}

	/** What is wrong with an `asset://` reference to a medium of this kind; `undefined`: nothing. */
	referenceProblem(assetId: string, kind: string): string | undefined {
		const { assetReferences } = this.settings;
		const counts =
			assetReferences === 'all' ||
			(assetReferences === 'ours' && /^asset-\d{14}-[0-9a-z]{5}$/.test(assetId));
		if (!counts) return undefined;
		const asset = this.assets.get(assetId);
		if (asset === undefined) return `there is no asset ${assetId}`;
		if (this.statusOf(asset) !== this.settings.assetReadyStatus) {
			return `asset ${assetId} is ${this.statusOf(asset)}`;
		}
		return KINDS[asset.assetType] === kind
			? undefined
			: `asset ${assetId} is ${asset.assetType}, ${kind} expected`;
	}

	private uploadBehind(url: string): StoredFile | undefined {
		if (!URL.canParse(url)) return undefined;
		const path = decodeURIComponent(new URL(url).pathname);
		return path.startsWith('/upload/') ? this.files.find(path) : undefined;
	}

	private nextId(what: 'asset' | 'group'): string {
		const second = new Date(this.clock.now()).toISOString().replace(/\D/g, '').slice(0, 14);
		this.numbered += 1;
		return `${what}-${second}-${this.numbered.toString(36).padStart(5, '0')}`;
	}
}
