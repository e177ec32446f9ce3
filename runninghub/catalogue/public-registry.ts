import type { Clock } from '../clock';
import { tryParseJson } from '../json';
import type { Logger } from '../logger';
import { readRegistry, type RegistryModel } from './registry-data';

/** Where RunningHub publishes its list of models, and a copy of the same (docs/runninghub-api.md, section 11). */
export const PUBLIC_ADDRESSES: readonly string[] = [
	'https://raw.githubusercontent.com/HM-RunningHub/ComfyUI_RH_OpenAPI/main/models_registry.json',
	'https://cdn.jsdelivr.net/gh/HM-RunningHub/ComfyUI_RH_OpenAPI@main/models_registry.json',
];

/** The same list at a base URL of the user's own. */
export function registryUnder(baseUrl: string): string {
	return `${baseUrl.replace(/\/+$/, '')}/models_registry.json`;
}

/** Most bytes of a registry that are read. */
export const LARGEST_REGISTRY = 8 * 1_048_576;

/** Milliseconds that a form or a list in the editor may wait for a registry. */
export const EDITOR_PATIENCE = 3_000;

/** Milliseconds that a run may wait for a registry. After that nobody reads on. */
export const RUN_PATIENCE = 10_000;

/** Milliseconds for which a list that was read is good. */
const FRESH_FOR = 6 * 3_600_000;

/** Milliseconds for which nobody asks again after a failure. */
const FAILED_FOR = 5 * 60_000;

/**
 * Reads the text at an address, without credentials, and no more of it than `LARGEST_REGISTRY`.
 * @throws whatever went wrong.
 */
export type FetchText = (address: string, signal: AbortSignal) => Promise<string>;

/** Who asks: how long they wait, and what they have for asking. */
export interface Asker {
	readonly fetchText: FetchText;
	readonly clock: Clock;
	readonly logger: Logger;
	/** Milliseconds. */
	readonly patience: number;
	/** Says that the asker does not wait any longer. */
	readonly signal?: AbortSignal;
}

const NOTHING: readonly RegistryModel[] = [];

/**
 * RunningHub's own list of models, which is newer than the one that was packaged. It is asked for
 * rarely, waited for shortly, and nothing depends on it: where it cannot be had, there are no models
 * in it, and the reason is in the log alone.
 */
export class PublicRegistry {
	private known: readonly RegistryModel[] = NOTHING;
	/** Until when nobody asks. */
	private quietUntil = Number.NEGATIVE_INFINITY;
	private asking: Promise<void> | undefined;

	/** @param addresses all of the same list; asked at once, and the first good answer counts. */
	constructor(private readonly addresses: readonly string[]) {}

	/** The models that it holds; none, or those of an earlier answer, where it cannot be had in time. */
	async models(asker: Asker): Promise<readonly RegistryModel[]> {
		const { clock, patience, signal } = asker;
		if (clock.now() < this.quietUntil) return this.known;
		this.asking ??= this.ask(asker).finally(() => (this.asking = undefined));
		const { asking } = this;
		await withinTime(clock, patience, async () => await asking, signal);
		return this.known;
	}

	private async ask({ fetchText, clock, logger }: Asker): Promise<void> {
		const faults: string[] = [];
		const found = await withinTime(clock, RUN_PATIENCE, async (signal) => {
			const asked = this.addresses.map(
				async (address) => await readAt(address, fetchText, signal, faults),
			);
			return await Promise.any(asked).catch(() => undefined);
		});
		this.quietUntil = clock.now() + (found === undefined ? FAILED_FOR : FRESH_FOR);
		if (found !== undefined) {
			this.known = found;
			return;
		}
		const reason = faults.length > 0 ? faults.join('; ') : 'no answer in time';
		logger.warn(
			`RunningHub's list of newer models could not be read (${reason}); the packaged list serves alone.`,
		);
	}
}

async function readAt(
	address: string,
	fetchText: FetchText,
	signal: AbortSignal,
	faults: string[],
): Promise<readonly RegistryModel[]> {
	const { host } = new URL(address);
	const outcome = await fetchText(address, signal).then(
		(text) => ({ text }),
		(error: unknown) => ({ fault: error instanceof Error ? error.message : 'it failed' }),
	);
	const { models, fault } =
		'text' in outcome ? modelsIn(outcome.text) : { models: NOTHING, fault: outcome.fault };
	if (models.length > 0) return models;
	faults.push(`${host}: ${fault}`);
	return await Promise.reject(new Error(fault));
}

function modelsIn(text: string): { models: readonly RegistryModel[]; fault: string } {
	if (text.length > LARGEST_REGISTRY) return { models: NOTHING, fault: 'it is too large' };
	const { models } = readRegistry(tryParseJson(text));
	return { models, fault: 'it holds no models' };
}

/**
 * What the work gives, or nothing once the time is up or `signal` is aborted; the work's own signal
 * is aborted in any case when this returns.
 */
async function withinTime<Value>(
	clock: Clock,
	milliseconds: number,
	work: (signal: AbortSignal) => Promise<Value>,
	signal?: AbortSignal,
): Promise<Value | undefined> {
	const over = new AbortController();
	const stop = () => over.abort();
	if (signal?.aborted === true) stop();
	signal?.addEventListener('abort', stop, { once: true });
	const late = clock.sleep(milliseconds, over.signal).then(() => undefined);
	try {
		return await Promise.race([work(over.signal), late]);
	} finally {
		stop();
		signal?.removeEventListener('abort', stop);
	}
}
