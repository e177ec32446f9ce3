import type { IBinaryData } from 'n8n-workflow';
import { repeatRead } from '../../../runninghub/api/repeat-read';
import { type UploadedFile, uploadFile } from '../../../runninghub/api/upload';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import type { MediaReference } from '../../../runninghub/forms/media-reference';
import type { Transport } from '../../../runninghub/transport';
import { n8nClock } from '../runtime/n8n-clock';
import type { ExecuteContext } from '../runtime/n8n-context';
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
	private readonly sources = new Map<string, Promise<HashedSource>>();
	private readonly uploads = new Map<string, Promise<UploadedFile>>();

	constructor(
		private readonly ctx: ExecuteContext,
		private readonly transport: Transport,
		private readonly signal: AbortSignal,
	) {}

	/**
	 * Uploads what has to be uploaded and gives the address for each reference.
	 *
	 * @throws RunningHubError when a file cannot be read or stored.
	 */
	async resolve(
		references: readonly MediaReference[],
		binaries: ReadonlyMap<string, IBinaryData>,
		form: AddressForm,
	): Promise<MediaAddresses> {
		const addresses = new Map<MediaReference, string>();
		for (const reference of references) {
			addresses.set(reference, await this.address(reference, binaries, form));
		}
		return (reference) => addresses.get(reference) ?? '';
	}

	private async address(
		reference: MediaReference,
		binaries: ReadonlyMap<string, IBinaryData>,
		form: AddressForm,
	): Promise<string> {
		switch (reference.from) {
			case 'url':
				return reference.url;
			case 'uploaded':
				return reference.fileName;
			case 'dataUri':
				return await this.upload(
					`uri:${digest(reference.dataUri)}`,
					async () => dataUriSource(reference.dataUri),
					form,
				);
			case 'binaryField': {
				const binary = binaries.get(reference.name);
				if (binary === undefined) throw missingField(reference.name);
				return await this.uploadBinary(binary, form);
			}
			case 'binaryObject':
				return await this.uploadBinary({ data: '', ...reference.binary }, form);
		}
	}

	private async uploadBinary(
		binary: Pick<IBinaryData, 'mimeType' | 'id' | 'data' | 'fileName' | 'fileExtension'>,
		form: AddressForm,
	): Promise<string> {
		const name = binary.id ?? `data:${digest(binary.data)}`;
		return await this.upload(name, async () => await binarySource(this.ctx, binary), form);
	}

	private async upload(
		name: string,
		read: () => Promise<HashedSource>,
		form: AddressForm,
	): Promise<string> {
		const { source, hash } = await once(this.sources, name, read);
		const file = await once(
			this.uploads,
			hash,
			async () =>
				await repeatRead(
					n8nClock,
					async () => await uploadFile(this.transport, source, this.signal),
					this.signal,
				),
		);
		return form === 'url' ? (file.url ?? file.fileName) : file.fileName;
	}
}

/** Remembers what `make` promises, but not what it fails at. */
async function once<T>(
	memory: Map<string, Promise<T>>,
	name: string,
	make: () => Promise<T>,
): Promise<T> {
	const known = memory.get(name);
	if (known !== undefined) return await known;
	const made = make();
	memory.set(name, made);
	made.catch(() => memory.delete(name));
	return await made;
}

function missingField(name: string): RunningHubError {
	return new RunningHubError({
		kind: 'invalid',
		message: `The item has no binary field named "${name}"`,
		hint: 'Name a binary field of the input, or give a URL.',
		noTaskMade: true,
	});
}
