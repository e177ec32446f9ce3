/** What a key may do, as RunningHub's account and queue answers name it (docs/runninghub-api.md, section 10). */
export type KeyKind = 'SHARED' | 'NORMAL' | 'EXCLUSIVE';

/** One of RunningHub's two sites (docs/runninghub-api.md, section 1.1). */
export type Site = 'cn' | 'ai';

/** One API key of the simulated site. */
export interface ApiKey {
	/** 32 hexadecimal characters. */
	readonly key: string;
	readonly kind: KeyKind;
	/** Wallet, in the site's currency. Falls with every charge. */
	money: number;
	/** RH coins. */
	coins: number;
	/** How many tasks may be queued or running at the same time. */
	concurrency: number;
	/** Slots that other clients of the same key occupy. */
	occupied: number;
}

interface SiteKeys {
	readonly shared: string;
	readonly normal: string;
	readonly exclusive: string;
	/** SHARED, with an empty wallet. */
	readonly emptyShared: string;
	/** NORMAL, with an empty wallet. */
	readonly emptyNormal: string;
}

/** The keys that each site knows. A key of one site does not exist on the other. */
export const SIMULATOR_KEYS: Readonly<Record<Site, SiteKeys>> = {
	cn: {
		shared: 'c0000000000000000000000000005a4d',
		normal: 'c000000000000000000000000000a011',
		exclusive: 'c000000000000000000000000000ec1e',
		emptyShared: 'c00000000000000000000000e0005a4d',
		emptyNormal: 'c00000000000000000000000e000a011',
	},
	ai: {
		shared: 'a0000000000000000000000000005a4d',
		normal: 'a000000000000000000000000000a011',
		exclusive: 'a000000000000000000000000000ec1e',
		emptyShared: 'a00000000000000000000000e0005a4d',
		emptyNormal: 'a00000000000000000000000e000a011',
	},
};

/** A 32-character key that neither site knows. */
export const UNKNOWN_KEY = 'dead000000000000000000000000dead';

/** Slots of a key when nothing else was asked for (docs/runninghub-api.md, section 10). */
const DEFAULT_CONCURRENCY: Readonly<Record<KeyKind, number>> = {
	SHARED: 50,
	NORMAL: 1,
	EXCLUSIVE: 1,
};

/** A key as a test describes it; what is left out is the usual. */
export interface ApiKeyOptions {
	readonly key: string;
	readonly kind: KeyKind;
	readonly money?: number;
	readonly coins?: number;
	readonly concurrency?: number;
}

/** The keys that a site has unless told. */
export function defaultKeys(site: Site): ApiKeyOptions[] {
	const keys = SIMULATOR_KEYS[site];
	return [
		{ key: keys.shared, kind: 'SHARED' },
		{ key: keys.normal, kind: 'NORMAL' },
		{ key: keys.exclusive, kind: 'EXCLUSIVE' },
		{ key: keys.emptyShared, kind: 'SHARED', money: 0 },
		{ key: keys.emptyNormal, kind: 'NORMAL', coins: 0 },
	];
}

/** Coins that a NORMAL key pays for one unit of money. */
const COINS_PER_UNIT = 100;

/** RH coins for a price. */
export function coinsOf(price: number): number {
	return Math.ceil(price * COINS_PER_UNIT);
}

/** Takes the price of a finished task from the key's wallet: coins of NORMAL keys, money of SHARED ones. */
export function charge(key: ApiKey, price: number): void {
	if (key.kind === 'SHARED') key.money = Math.round((key.money - price) * 10_000) / 10_000;
	if (key.kind === 'NORMAL') key.coins -= coinsOf(price);
}

/** The keys of one simulated site. */
export class KeyRing {
	private readonly keys = new Map<string, ApiKey>();

	constructor(entries: readonly ApiKeyOptions[]) {
		for (const entry of entries) {
			this.keys.set(entry.key, {
				key: entry.key,
				kind: entry.kind,
				money: entry.money ?? (entry.kind === 'SHARED' ? 1000 : 0),
				coins: entry.coins ?? (entry.kind === 'NORMAL' ? 177_814 : 0),
				concurrency: entry.concurrency ?? DEFAULT_CONCURRENCY[entry.kind],
				occupied: 0,
			});
		}
	}

	find(key: string): ApiKey | undefined {
		return this.keys.get(key);
	}

	/** @throws Error when the site does not know the key. */
	get(key: string): ApiKey {
		const found = this.keys.get(key);
		if (found === undefined) throw new Error(`The simulator has no key ${key}`);
		return found;
	}

	all(): ApiKey[] {
		return [...this.keys.values()];
	}
}
