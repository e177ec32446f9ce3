import { createHash } from 'node:crypto';
import type { IBinaryData } from 'n8n-workflow';
import type { PricePreview } from '../../../runninghub/api/models';
import { repeatRead } from '../../../runninghub/api/repeat-read';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import type { TaskJob } from '../../../runninghub/tasks/batch-request';
import type { Transport } from '../../../runninghub/transport';
import type { LinkPolicy } from '../items/link-policy';
import type { MediaAddresses, MediaUploads } from '../items/media-uploads';
import { n8nClock } from '../runtime/n8n-clock';
import type { NewTask, TaskRequest } from '../operation';
import { MissingPreview, overPrice, type Price } from './price-limits';
import type { RunSettings } from './run-settings';

const NOT_SUBMITTED = 'Nothing was submitted';

/** An item that passed its checks. */
export interface CheckedItem {
	readonly index: number;
	readonly request: TaskRequest;
	readonly settings: RunSettings;
	readonly binaries: ReadonlyMap<string, IBinaryData>;
	readonly links: LinkPolicy;
}

/** A request whose media lie at RunningHub, and whose price is known where a limit asks for it. */
export interface PreparedTask {
	readonly addresses: MediaAddresses;
	readonly price?: Price;
}

/** What turns checked items into jobs of a batch. */
export interface JobMaker {
	readonly transport: Transport;
	readonly uploads: MediaUploads;
	readonly signal: AbortSignal;
	/** Whether a limit needs the price of each task. */
	readonly priced: boolean;
	/** Whom RunningHub calls at the end of an item's task, in place of the item's own address. */
	readonly callback?: (itemIndex: number) => string;
	/** The execution and the node, for the log. */
	readonly origin: string;
}

/** An item as a job of the batch. Its preparation happens once, however often it is asked for. */
export function taskJob(maker: JobMaker, item: CheckedItem): TaskJob<PreparedTask> {
	const { request, settings, index } = item;
	const face = {
		kind: request.kind,
		ledgerKey: ledgerKey(index, request),
		timeout: settings.timeout,
		look: request.look,
	};
	if ('existing' in request) return { ...face, existing: request.existing };
	let prepared: Promise<PreparedTask> | undefined;
	return {
		...face,
		name: `${maker.origin}, item ${index}`,
		look: request.look,
		prepare: async (signal) => {
			prepared ??= prepare(maker, item, request, signal);
			return await prepared;
		},
		submit: async ({ addresses }) =>
			await request.submit(
				maker.transport,
				addresses,
				maker.callback?.(index) ?? settings.webhookUrl,
			),
		price: ({ price }) => price?.amount,
	};
}

async function prepare(
	maker: JobMaker,
	item: CheckedItem,
	request: NewTask,
	signal: AbortSignal,
): Promise<PreparedTask> {
	const { settings } = item;
	const addresses = await uploadMedia(maker, request, item, signal);
	if (!maker.priced && settings.maxPrice === undefined) return { addresses };
	const preview = await askItemPrice(maker, request, addresses, signal).catch(
		(error: unknown) => error,
	);
	if (!isPreview(preview)) throw noPrice(preview);
	if (preview.price === null) throw new MissingPreview('the answer names no amount');
	const price = { amount: preview.free ? 0 : preview.price, currency: preview.currency };
	const refusal = overPrice(price, settings.maxPrice);
	if (refusal !== undefined) throw refusal;
	return { addresses, price };
}

/**
 * Uploads the media of an item; what is uploaded already is not sent again.
 *
 * @param signal keeps further uploads from being started, and cuts off the one under way.
 * @throws RunningHubError that says that nothing was submitted. It is not a passing one: an upload has
 * been repeated as often as it is worth.
 */
export async function uploadMedia(
	maker: JobMaker,
	request: NewTask,
	{ binaries, links }: CheckedItem,
	signal: AbortSignal,
): Promise<MediaAddresses> {
	const access = { binaries, links, signal };
	return await maker.uploads
		.resolve(request.media, request.addressForm, access)
		.catch((error: unknown) => {
			if (!(error instanceof RunningHubError)) throw error;
			const { hint } = error.facts;
			throw error.with({
				hint: hint.includes(NOT_SUBMITTED) ? hint : `${hint} ${NOT_SUBMITTED} for this item.`,
				noTaskMade: true,
				temporary: false,
			});
		});
}

/**
 * Asks for the price of a task.
 *
 * @param signal keeps the question from being asked, and cuts it off.
 * @throws RunningHubError when there is no preview.
 */
export async function askItemPrice(
	maker: JobMaker,
	request: NewTask,
	addresses: MediaAddresses,
	signal: AbortSignal,
): Promise<PricePreview> {
	const { transport } = maker;
	const { preview } = request;
	if (preview === undefined) throw new MissingPreview('only models have one');
	if (signal.aborted) throw notAsked();
	return await repeatRead(
		n8nClock,
		async () => await preview(transport, addresses, signal),
		signal,
	);
}

function notAsked(): RunningHubError {
	return new RunningHubError({
		kind: 'cancelled',
		message: 'The price was not asked for, as nothing more is submitted',
		hint: 'Nothing was submitted for this item.',
		noTaskMade: true,
	});
}

function isPreview(value: unknown): value is PricePreview {
	return typeof value === 'object' && value !== null && 'price' in value && 'free' in value;
}

/**
 * A refused key is told as what it is, and a fault on the way as one of the question for the price,
 * not as a missing preview.
 */
function noPrice(error: unknown): unknown {
	if (!(error instanceof RunningHubError) || error.kind === 'cancelled') return error;
	const { kind, message } = error;
	const { code, detail, hint } = error.facts;
	if (kind === 'auth' || kind === 'policy') return error;
	if (code !== undefined && kind !== 'network' && kind !== 'busy') {
		return new MissingPreview(detail ?? message);
	}
	return error.with({
		message: `The price of the task could not be asked for. ${message}`,
		hint: `${hint} ${NOT_SUBMITTED} for this item.`,
		noTaskMade: true,
		temporary: false,
	});
}

/**
 * Names an item across the tries of an execution: by its place and its inputs as the user gave
 * them, not by the request body, whose upload addresses change with each try.
 */
function ledgerKey(index: number, request: TaskRequest): string {
	const hash = createHash('sha256');
	hash.update(JSON.stringify([request.subject, request.inputs]));
	return `${index}:${hash.digest('hex')}`;
}
