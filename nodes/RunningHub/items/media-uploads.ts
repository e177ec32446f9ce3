import type { IBinaryData } from 'n8n-workflow';
import { repeatRead } from '../../../runninghub/api/repeat-read';
import { type UploadedFile, uploadFile } from '../../../runninghub/api/upload';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import {
	endsFittingly,
	type FileContent,
	fileOfUnknownType,
	readContent,
} from '../../../runninghub/forms/media-check';
import type {
	FieldFile,
	FileRule,
	MediaReference,
} from '../../../runninghub/forms/media-reference';
import { reachOfAddress, readWebAddress, shownAddress } from '../../../runninghub/network-reach';
import { Once } from '../../../runninghub/once';
import { isRunningHubHost } from '../../../runninghub/sites';
import { inParallel } from '../../../runninghub/tasks/in-parallel';
import type { Transport } from '../../../runninghub/transport';
import { n8nClock } from '../runtime/n8n-clock';
import type { ExecuteContext } from '../runtime/n8n-context';
import { binaryFields } from './binary-fields';
import { binarySource, dataUriSource, type HashedSource, named } from './binary-source';
import { isInOwnNetwork, type LinkPolicy, mayReachPrivate } from './link-policy';
import { digest } from './media-identity';
import { refuse, remoteProblem, unknownFileProblem } from './media-judgement';
import { type LinkLook, lookAtLink, remoteSource, type RemoteSource } from './remote-source';

/** How RunningHub names an uploaded file: model fields take its URL, ComfyUI nodes its file name. */
export type AddressForm = 'url' | 'fileName';

/** The address to send for each media reference of an item. */
export type MediaAddresses = (reference: MediaReference) => string;

const NONE: ReadonlySet<MediaReference> = new Set();

/** Links of one item that are looked at at a time. */
const LOOKS = 4;

/**
 * The uploads of one execution: the same content goes to RunningHub once, however many items and
 * fields it appears in, and each link is opened once.
 */
export class MediaUploads {
	private readonly sources = new Once<HashedSource>();
	private readonly remotes = new Once<RemoteSource>();
	private readonly looks = new Once<LinkLook>();
	private readonly uploads = new Once<UploadedFile>();

	constructor(
		private readonly ctx: ExecuteContext,
		private readonly transport: Transport,
		private readonly signal: AbortSignal,
	) {}

	/**
	 * Uploads what has to be uploaded and gives the address for each reference. Links that RunningHub
	 * is to fetch itself are looked at before anything is uploaded.
	 *
	 * @throws RunningHubError when a file cannot be read or stored, or does not fit its field.
	 */
	async resolve(
		files: readonly FieldFile[],
		binaries: ReadonlyMap<string, IBinaryData>,
		form: AddressForm,
		policy: LinkPolicy,
	): Promise<MediaAddresses> {
		const handedOn = form === 'url' ? await this.handedOn(files, policy) : NONE;
		const addresses = new Map<MediaReference, string>();
		for (const file of files) {
			const { reference } = file;
			addresses.set(
				reference,
				handedOn.has(reference) && reference.from === 'url'
					? reference.url
					: await this.address(file, binaries, form, policy),
			);
		}
		return (reference) => addresses.get(reference) ?? '';
	}

	/**
	 * Brings one file to RunningHub, whatever it is: also one behind a URL.
	 *
	 * @throws RunningHubError when it cannot be read or stored, or does not fit its field.
	 */
	async file(
		{ rule, reference }: FieldFile,
		binaries: ReadonlyMap<string, IBinaryData>,
		policy: LinkPolicy,
	): Promise<UploadedFile> {
		switch (reference.from) {
			case 'url':
				return await this.remote(rule, reference.url, policy);
			case 'uploaded':
				return { url: null, fileName: reference.fileName };
			case 'dataUri': {
				const { dataUri } = reference;
				const source = await this.sources.get(`uri:${digest(dataUri)}`, async () =>
					dataUriSource(dataUri),
				);
				return await this.own(rule, reference, binaries, source);
			}
			case 'binaryField': {
				const binary = binaries.get(reference.name);
				if (binary === undefined) throw missingField(reference.name);
				return await this.own(rule, reference, binaries, await this.binary(binary));
			}
			case 'binaryObject': {
				const binary = await this.binary({ data: '', ...reference.binary });
				return await this.own(rule, reference, binaries, binary);
			}
		}
	}

	/** The links that go to RunningHub as they are, for it to fetch. */
	private async handedOn(
		files: readonly FieldFile[],
		policy: LinkPolicy,
	): Promise<ReadonlySet<MediaReference>> {
		const routes = await inParallel(files, LOOKS, async ({ rule, reference }) =>
			reference.from === 'url' ? await this.route(rule, reference.url, policy) : 'upload',
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
		policy: LinkPolicy,
	): Promise<'handOn' | 'upload' | { readonly problem: string }> {
		const url = readWebAddress(link);
		if (url === undefined) return 'handOn';
		const isBeyond = (isPrivate: boolean) => isPrivate && !isInOwnNetwork(policy);
		if (isBeyond(reachOfAddress(link) !== 'public')) return 'upload';
		const isOwn =
			isRunningHubHost(url.hostname) || url.host === readWebAddress(policy.baseUrl)?.host;
		if (isOwn || endsFittingly(rule, url.pathname)) return 'handOn';
		const look = await this.look(link, policy);
		if ('refused' in look) return { problem: look.refused };
		if ('failed' in look) return 'handOn';
		const reading = readContent(rule, look.content);
		if ('problem' in reading) return { problem: reading.problem };
		return isBeyond(look.isPrivate) ? 'upload' : 'handOn';
	}

	private async look(link: string, policy: LinkPolicy): Promise<LinkLook> {
		return await this.looks.get(linkName(link, policy), async () => {
			const look = await lookAtLink(this.ctx, link, policy, this.signal);
			if ('failed' in look && !this.signal.aborted) {
				this.ctx.addExecutionHints({
					message: `n8n could not look at ${shownAddress(link)} (${look.failed}), so it was not checked. It was given to RunningHub as it is.`,
					location: 'outputPane',
				});
			}
			return look;
		});
	}

	private async address(
		file: FieldFile,
		binaries: ReadonlyMap<string, IBinaryData>,
		form: AddressForm,
		policy: LinkPolicy,
	): Promise<string> {
		const { url, fileName } = await this.file(file, binaries, policy);
		return form === 'url' ? (url ?? fileName) : fileName;
	}

	private async remote(rule: FileRule, link: string, policy: LinkPolicy): Promise<UploadedFile> {
		if (!/^https?:/i.test(link)) throw modelsOnly(link);
		const remote = await this.remotes.get(
			linkName(link, policy),
			async () => await remoteSource(this.ctx, link, policy, this.signal),
		);
		const problem = remoteProblem(rule, remote.content);
		if (problem !== undefined) refuse([problem]);
		return await this.upload(remote, formatIn(rule, remote.content), true);
	}

	/** A file of the workflow's own. Its first bytes count where its type says nothing. */
	private async own(
		rule: FileRule,
		reference: MediaReference,
		binaries: ReadonlyMap<string, IBinaryData>,
		source: HashedSource,
	): Promise<UploadedFile> {
		const file = fileOfUnknownType(reference, binaryFields(binaries));
		if (file === undefined) return await this.upload(source, undefined, false);
		const content = { ...file, head: source.head };
		const problem = unknownFileProblem(rule, content);
		if (problem !== undefined) refuse([problem]);
		return await this.upload(source, formatIn(rule, content), rule.kind !== undefined);
	}

	private async binary(
		binary: Pick<IBinaryData, 'mimeType' | 'id' | 'data' | 'fileName' | 'fileExtension'>,
	): Promise<HashedSource> {
		const name = binary.id ?? `data:${digest(binary.data)}`;
		return await this.sources.get(name, async () => await binarySource(this.ctx, binary));
	}

	/** @param format to end the file's name in, where it is known. */
	private async upload(
		{ source, hash }: HashedSource,
		format: string | undefined,
		evenAfter: boolean,
	): Promise<UploadedFile> {
		const file = format === undefined ? source : named(source, format, evenAfter);
		return await this.uploads.get(
			hash,
			async () =>
				await repeatRead(
					n8nClock,
					async () => await uploadFile(this.transport, file, this.signal),
					this.signal,
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
