import type { IBinaryData } from 'n8n-workflow';
import { repeatRead } from '../../../runninghub/api/repeat-read';
import { type UploadedFile, uploadFile } from '../../../runninghub/api/upload';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import type { MediaReference } from '../../../runninghub/forms/media-reference';
import { SharedWork } from '../../../runninghub/shared-work';
import type { Transport } from '../../../runninghub/transport';
import { n8nClock } from '../runtime/n8n-clock';
import type { ExecuteContext } from '../runtime/n8n-context';
import { remoteSource } from './remote-source';
import { binarySource, dataUriSource, type HashedSource } from './binary-source';
import { digest } from './media-identity';

/** How RunningHub names an uploaded file: model fields take its URL, ComfyUI nodes its file name. */
export type AddressForm = 'url' | 'fileName';

/** The address to send for each media reference of an item. */
export type MediaAddresses = (reference: MediaReference) => string;

/**
 * The uploads of one execution: the same content goes to RunningHub once, however many items and
 * fields it appears in.
 */
export class MediaUploads {
	private readonly sources = new SharedWork<HashedSource>();
	private readonly uploads = new SharedWork<UploadedFile>();

	constructor(
		private readonly ctx: ExecuteContext,
		private readonly transport: Transport,
	) {}

	/**
	 * Uploads what has to be uploaded and gives the address for each reference.
	 *
	 * @param signal keeps further files from being read or uploaded when aborted, and cuts off what
	 * nobody else wants.
	 * @throws RunningHubError when a file cannot be read or stored, of kind `cancelled` when aborted.
	 */
	async resolve(
		references: readonly MediaReference[],
		binaries: ReadonlyMap<string, IBinaryData>,
		form: AddressForm,
		signal: AbortSignal,
	): Promise<MediaAddresses> {
		const addresses = new Map<MediaReference, string>();
		for (const reference of references) {
			addresses.set(reference, await this.address(reference, binaries, form, signal));
		}
		return (reference) => addresses.get(reference) ?? '';
	}

	/**
	 * Brings one file to RunningHub, whatever it is: also one behind a URL.
	 *
	 * @param signal as for `resolve`.
	 * @throws RunningHubError when it cannot be read or stored, of kind `cancelled` when aborted.
	 */
	async file(
		reference: MediaReference,
		binaries: ReadonlyMap<string, IBinaryData>,
		signal: AbortSignal,
	): Promise<UploadedFile> {
		switch (reference.from) {
			case 'url': {
				const { url } = reference;
				if (!/^https?:/i.test(url)) throw modelsOnly(url);
				return await this.upload(
					`url:${url}`,
					async (wanted) => await remoteSource(this.ctx, url, wanted),
					signal,
				);
			}
			case 'uploaded':
				return { url: null, fileName: reference.fileName };
			case 'dataUri':
				return await this.upload(
					`uri:${digest(reference.dataUri)}`,
					async () => dataUriSource(reference.dataUri),
					signal,
				);
			case 'binaryField': {
				const binary = binaries.get(reference.name);
				if (binary === undefined) throw missingField(reference.name);
				return await this.binary(binary, signal);
			}
			case 'binaryObject':
				return await this.binary({ data: '', ...reference.binary }, signal);
		}
	}

	private async address(
		reference: MediaReference,
		binaries: ReadonlyMap<string, IBinaryData>,
		form: AddressForm,
		signal: AbortSignal,
	): Promise<string> {
		// Models fetch URLs themselves; a result of RunningHub goes into the next model as it is.
		if (form === 'url' && reference.from === 'url') return reference.url;
		const { url, fileName } = await this.file(reference, binaries, signal);
		return form === 'url' ? (url ?? fileName) : fileName;
	}

	private async binary(
		binary: Pick<IBinaryData, 'mimeType' | 'id' | 'data' | 'fileName' | 'fileExtension'>,
		signal: AbortSignal,
	): Promise<UploadedFile> {
		const name = binary.id ?? `data:${digest(binary.data)}`;
		return await this.upload(name, async () => await binarySource(this.ctx, binary), signal);
	}

	private async upload(
		name: string,
		read: (wanted: AbortSignal) => Promise<HashedSource>,
		signal: AbortSignal,
	): Promise<UploadedFile> {
		if (signal.aborted) throw notWanted();
		const { source, hash } = await this.sources.get(name, signal, read);
		if (signal.aborted) throw notWanted();
		return await this.uploads.get(
			hash,
			signal,
			async (wanted) =>
				await repeatRead(
					n8nClock,
					async () => await uploadFile(this.transport, source, wanted),
					wanted,
				),
		);
	}
}

function notWanted(): RunningHubError {
	return new RunningHubError({
		kind: 'cancelled',
		message: 'The file was not uploaded, as nothing more is submitted',
		hint: 'Nothing was submitted for this item.',
		noTaskMade: true,
	});
}

function missingField(name: string): RunningHubError {
	return new RunningHubError({
		kind: 'invalid',
		message: `The item has no binary field named "${name}"`,
		hint: 'Name a binary field of the input, or give a URL.',
		noTaskMade: true,
	});
}

function modelsOnly(url: string): RunningHubError {
	return new RunningHubError({
		kind: 'invalid',
		message: `${url.slice(0, 80)} works in model parameters only`,
		hint: 'Workflows and AI apps take uploaded files. Give a URL that begins with https://, or the name of a binary field.',
		noTaskMade: true,
	});
}
