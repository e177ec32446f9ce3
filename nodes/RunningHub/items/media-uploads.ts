import type { IBinaryData } from 'n8n-workflow';
import { repeatRead } from '../../../runninghub/api/repeat-read';
import { type UploadedFile, uploadFile } from '../../../runninghub/api/upload';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import {
	endsFittingly,
	type FileContent,
	fileOfUnknownType,
	readContent,
} from '../../../runninghub/forms/media-limits';
import type {
	FieldFile,
	FileRule,
	MediaReference,
} from '../../../runninghub/forms/media-reference';
import { reachOfAddress, readWebAddress, shownAddress } from '../../../runninghub/network-reach';
import { SharedWork } from '../../../runninghub/concurrency/shared-work';
import { isRunningHubHost } from '../../../runninghub/sites';
import { inParallel } from '../../../runninghub/concurrency/in-parallel';
import type { Transport } from '../../../runninghub/transport';
import { n8nClock } from '../runtime/n8n-clock';
import { giveHint } from '../runtime/execution-hint';
import type { ExecuteContext } from '../runtime/n8n-context';
import { binaryFields } from './binary-fields';
import { binarySource, dataUriSource, type HashedSource, named } from './binary-source';
import { isInOwnNetwork, type LinkPolicy, mayReachPrivate } from './link-policy';
import { digest } from './media-identity';
import { refuse, remoteProblem, unknownFileProblem } from './check-files';
import { type LinkLook, lookAtLink, remoteSource, type RemoteSource } from './fetched-link';

/** How RunningHub names an uploaded file: model fields take its URL, ComfyUI nodes its file name. */
export type AddressForm = 'url' | 'fileName';

/** The address to send for each media reference of an item. */
export type MediaAddresses = (reference: MediaReference) => string;

/** What the files of one item are read with. */
export interface FileAccess {
	readonly binaries: ReadonlyMap<string, IBinaryData>;
	/** Which links may be opened. */
	readonly links: LinkPolicy;
	/**
	 * Keeps further files from being read or uploaded when aborted, and cuts off what nobody else
	 * wants.
	 */
	readonly signal: AbortSignal;
}

const NONE: ReadonlySet<MediaReference> = new Set();

/** Links of one item that are looked at at a time. */
const LOOKS = 4;

/**
 * The uploads of one execution: the same content goes to RunningHub once, however many items and
 * fields it appears in, and each link is opened once.
 */
export class MediaUploads {
	private readonly sources = new SharedWork<HashedSource>();
	private readonly remotes = new SharedWork<RemoteSource>();
	private readonly looks = new SharedWork<LinkLook>();
	private readonly uploads = new SharedWork<UploadedFile>();

	constructor(
		private readonly ctx: ExecuteContext,
		private readonly transport: Transport,
	) {}

	/**
	 * Uploads what has to be uploaded and gives the address for each reference. Links that RunningHub
	 * is to fetch itself are looked at before anything is uploaded.
	 *
	 * @throws RunningHubError when a file cannot be read or stored, or does not fit its field; of kind
	 * `cancelled` when aborted.
	 */
	async resolve(
		files: readonly FieldFile[],
		form: AddressForm,
		access: FileAccess,
	): Promise<MediaAddresses> {
		const handedOn = form === 'url' ? await this.handedOn(files, access) : NONE;
		const addresses = new Map<MediaReference, string>();
		for (const file of files) {
			const { reference } = file;
			addresses.set(
				reference,
				handedOn.has(reference) && reference.from === 'url'
					? reference.url
					: await this.address(file, form, access),
			);
		}
		return (reference) => addresses.get(reference) ?? '';
	}

	/**
	 * Brings one file to RunningHub, whatever it is: also one behind a URL.
	 *
	 * @throws RunningHubError when it cannot be read or stored, or does not fit its field; of kind
	 * `cancelled` when aborted.
	 */
	async file({ rule, reference }: FieldFile, access: FileAccess): Promise<UploadedFile> {
		if (access.signal.aborted) throw notWanted();
		switch (reference.from) {
			case 'url':
				return await this.remote(rule, reference.url, access);
			case 'uploaded':
				return { url: null, fileName: reference.fileName };
			case 'dataUri': {
				const { dataUri } = reference;
				const source = await this.sources.get(`uri:${digest(dataUri)}`, access.signal, async () =>
					dataUriSource(dataUri),
				);
				return await this.own(rule, reference, source, access);
			}
			case 'binaryField': {
				const binary = access.binaries.get(reference.name);
				if (binary === undefined) throw missingField(reference.name);
				return await this.own(rule, reference, await this.binary(binary, access), access);
			}
			case 'binaryObject': {
				const binary = await this.binary({ data: '', ...reference.binary }, access);
				return await this.own(rule, reference, binary, access);
			}
		}
	}

	/** The links that go to RunningHub as they are, for it to fetch. */
	private async handedOn(
		files: readonly FieldFile[],
		access: FileAccess,
	): Promise<ReadonlySet<MediaReference>> {
		const routes = await inParallel(files, LOOKS, async ({ rule, reference }) =>
			reference.from === 'url' ? await this.route(rule, reference.url, access) : 'upload',
		);
		refuse(
			routes.flatMap((route, place) =>
				typeof route === 'string' ? [] : [`${files[place]?.rule.label}: ${route.problem}`],
			),
		);
		return new Set(
			files.filter((_, place) => routes[place] === 'handOn').map(({ reference }) => reference),
		);
	}

	private async route(
		rule: FileRule,
		link: string,
		access: FileAccess,
	): Promise<'handOn' | 'upload' | { readonly problem: string }> {
		const { links } = access;
		const url = readWebAddress(link);
		if (url === undefined) return 'handOn';
		const isBeyond = (isPrivate: boolean) => isPrivate && !isInOwnNetwork(links);
		if (isBeyond(reachOfAddress(link) !== 'public')) return 'upload';
		const isOwn =
			isRunningHubHost(url.hostname) || url.host === readWebAddress(links.baseUrl)?.host;
		if (isOwn || endsFittingly(rule, url.pathname)) return 'handOn';
		const look = await this.look(link, access);
		if ('refused' in look) return { problem: look.refused };
		if ('failed' in look) return 'handOn';
		const reading = readContent(rule, look.content);
		if ('problem' in reading) return { problem: reading.problem };
		return isBeyond(look.isPrivate) ? 'upload' : 'handOn';
	}

	private async look(link: string, { links, signal }: FileAccess): Promise<LinkLook> {
		if (signal.aborted) throw notWanted();
		return await this.looks.get(linkName(link, links), signal, async (wanted) => {
			const look = await lookAtLink(this.ctx, link, links, wanted);
			if ('failed' in look && !wanted.aborted) {
				giveHint(
					this.ctx,
					`n8n could not look at ${shownAddress(link)} (${look.failed}), so it was not checked. It was given to RunningHub as it is.`,
				);
			}
			return look;
		});
	}

	private async address(file: FieldFile, form: AddressForm, access: FileAccess): Promise<string> {
		const { url, fileName } = await this.file(file, access);
		return form === 'url' ? (url ?? fileName) : fileName;
	}

	private async remote(rule: FileRule, link: string, access: FileAccess): Promise<UploadedFile> {
		if (!/^https?:/i.test(link)) throw modelsOnly(link);
		const { links, signal } = access;
		const remote = await this.remotes.get(
			linkName(link, links),
			signal,
			async (wanted) => await remoteSource(this.ctx, link, links, wanted),
		);
		const problem = remoteProblem(rule, remote.content);
		if (problem !== undefined) refuse([problem]);
		return await this.upload(remote, formatIn(rule, remote.content), true, signal);
	}

	/** A file of the workflow's own. Its first bytes count where its type says nothing. */
	private async own(
		rule: FileRule,
		reference: MediaReference,
		source: HashedSource,
		{ binaries, signal }: FileAccess,
	): Promise<UploadedFile> {
		const file = fileOfUnknownType(reference, binaryFields(binaries));
		if (file === undefined) return await this.upload(source, undefined, false, signal);
		const content = { ...file, head: source.head };
		const problem = unknownFileProblem(rule, content);
		if (problem !== undefined) refuse([problem]);
		return await this.upload(source, formatIn(rule, content), rule.kind !== undefined, signal);
	}

	private async binary(
		binary: Pick<IBinaryData, 'mimeType' | 'id' | 'data' | 'fileName' | 'fileExtension'>,
		{ signal }: FileAccess,
	): Promise<HashedSource> {
		const name = binary.id ?? `data:${digest(binary.data)}`;
		return await this.sources.get(name, signal, async () => await binarySource(this.ctx, binary));
	}

	/** @param format to end the file's name in, where it is known. */
	private async upload(
		{ source, hash }: HashedSource,
		format: string | undefined,
		evenAfter: boolean,
		signal: AbortSignal,
	): Promise<UploadedFile> {
		if (signal.aborted) throw notWanted();
		const file = format === undefined ? source : named(source, format, evenAfter);
		return await this.uploads.get(
			hash,
			signal,
			async (wanted) =>
				await repeatRead(
					n8nClock,
					async () => await uploadFile(this.transport, file, wanted),
					wanted,
				),
		);
	}
}

/** What an item may not open, another may: each asks for itself. */
function linkName(link: string, policy: LinkPolicy): string {
	return `${mayReachPrivate(policy)} ${link}`;
}

function formatIn(rule: FileRule, content: FileContent): string | undefined {
	const reading = readContent(rule, content);
	return 'format' in reading ? reading.format : undefined;
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
