import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { type Catalogue, loadCatalogue } from '../../../runninghub/catalogue/catalogue';
import { withNewerModels } from '../../../runninghub/catalogue/newer-models';
import {
	EDITOR_PATIENCE,
	type FetchText,
	LARGEST_REGISTRY,
	PUBLIC_ADDRESSES,
	PublicRegistry,
	registryUnder,
	RUN_PATIENCE,
} from '../../../runninghub/catalogue/public-registry';
import { SITES } from '../../../runninghub/sites';
import { n8nClock } from './n8n-clock';
import { connect } from './n8n-transport';
import { openUrl } from './open-file';

type Context = IExecuteFunctions | ILoadOptionsFunctions;

/** The registries that this process has asked, by address. */
const registries = new Map<string, PublicRegistry>();

/**
 * The packaged models and the newer ones of RunningHub's public registry, for a list or a form in
 * the editor. Without the registry, the packaged ones; needs no credential.
 */
export async function editorCatalogue(ctx: ILoadOptionsFunctions): Promise<Catalogue> {
	return await newerCatalogue(ctx, EDITOR_PATIENCE);
}

/**
 * The same for an execution, which has more time. One that runs a model asks only where the packaged
 * models would refuse something or do not know it.
 */
export async function runCatalogue(ctx: IExecuteFunctions): Promise<Catalogue> {
	return await newerCatalogue(ctx, RUN_PATIENCE, ctx.getExecutionCancelSignal());
}

async function newerCatalogue(
	ctx: Context,
	patience: number,
	signal?: AbortSignal,
): Promise<Catalogue> {
	const addresses = await registryAddresses(ctx);
	const name = addresses.join(' ');
	const registry = registries.get(name) ?? new PublicRegistry(addresses);
	registries.set(name, registry);
	const models = await registry.models({
		fetchText: fetchTextThrough(ctx),
		clock: n8nClock,
		logger: ctx.logger,
		patience,
		...(signal && { signal }),
	});
	return withNewerModels(await loadCatalogue(), models);
}

/** A base URL of the user's own serves the list itself; a closed network has no other. */
async function registryAddresses(ctx: Context): Promise<readonly string[]> {
	const baseUrl = await connect(ctx).then(
		(connection) => connection.baseUrl,
		// There is no credential yet.
		() => '',
	);
	const isOwn = /^https?:\/\//.test(baseUrl) && !SITES.some((site) => site.baseUrl === baseUrl);
	return isOwn ? [registryUnder(baseUrl)] : PUBLIC_ADDRESSES;
}

/** Reads a text through n8n's request helper, without the credential. */
function fetchTextThrough(ctx: Context): FetchText {
	return async (address, signal) => {
		const opening = await openUrl(ctx, address, RUN_PATIENCE, signal);
		if ('fault' in opening) throw opening.fault;
		if (!('opened' in opening)) return refuse(`HTTP ${opening.status}`);
		const { content, contentLength } = opening.opened;
		const stop = () => content.destroy();
		signal.addEventListener('abort', stop, { once: true });
		try {
			if (signal.aborted) return refuse('no answer in time');
			if ((contentLength ?? 0) > LARGEST_REGISTRY) return refuse('it is too large');
			const chunks: Buffer[] = [];
			let bytes = 0;
			for await (const chunk of content) {
				const piece = Buffer.from(chunk);
				bytes += piece.length;
				if (bytes > LARGEST_REGISTRY) return refuse('it is too large');
				chunks.push(piece);
			}
			return Buffer.concat(chunks).toString('utf8');
		} finally {
			signal.removeEventListener('abort', stop);
			stop();
		}
	};
}

function refuse(reason: string): never {
	throw new Error(reason);
}
