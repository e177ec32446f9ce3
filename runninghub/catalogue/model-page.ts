import type { Model } from './model';
import type { Resource } from './operations';

/** Where the project's own pages are read, whatever the name of its main branch. */
const PAGES = 'https://github.com/n8n-nodes-runninghub/n8n-nodes-runninghub/blob/HEAD/docs/models';

const API_PAGES = 'https://www.runninghub.ai/call-api/api-detail';

const PAGE_OF_RESOURCE: Readonly<Record<Resource, string>> = {
	threeD: '3d.md',
	audio: 'audio.md',
	image: 'image.md',
	text: 'text.md',
	video: 'video.md',
};

/** Where a model is found on its page of docs/models: made of what never changes, its endpoint. */
export function pageAnchor({ endpoint }: Pick<Model, 'endpoint'>): string {
	return endpoint
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/-$/, '');
}

/** The project's own page about a model. */
export function ownPage(model: Pick<Model, 'endpoint' | 'resource'>): string {
	return `${PAGES}/${PAGE_OF_RESOURCE[model.resource]}#${pageAnchor(model)}`;
}

/**
 * A page about a model: RunningHub's, or the project's where the address of that is not known.
 * Workflows keep it.
 *
 * Source: docs/runninghub-api.md, section 12.3.
 */
export function modelPage(model: Model): string {
	return model.skuId === undefined ? ownPage(model) : `${API_PAGES}/${model.skuId}`;
}
