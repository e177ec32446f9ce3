import { type ErrorKind, RunningHubError } from '../errors/runninghub-error';
import { loadCatalogue } from './catalogue';

/** RunningHub's code for a model that it offers no longer on the China site. */
const WITHDRAWN = '40310';

/** RunningHub's code for an address that it does not know. */
const UNKNOWN_ADDRESS = '1001';

/** Refusals that may be about the model itself. The others say what they are about. */
const ABOUT_THE_MODEL: readonly ErrorKind[] = ['invalid', 'notFound', 'server'];

/**
 * The refusal of a model's run or price preview, told for that model: by its name where the site
 * offers it no longer, and with the likely reason where RunningHub's China documentation lacks it.
 * Anything else comes back as it is.
 *
 * Source: docs/runninghub-api.md, sections 8 (40310) and 11.
 */
export async function refusedModel(endpoint: string, error: unknown): Promise<unknown> {
	if (!(error instanceof RunningHubError) || error.facts.noTaskMade !== true) return error;
	const { code, hint } = error.facts;
	const model = (await loadCatalogue()).find(endpoint);
	if (code === WITHDRAWN) {
		return error.with({
			message: `The model ${model?.title ?? endpoint} is no longer offered on the China site`,
		});
	}
	if (model?.maybeInternationalOnly !== true || !ABOUT_THE_MODEL.includes(error.kind)) return error;
	return error.with({
		hint: `${hint} The model ${model.title} may be offered on the International site only: use that site with a key of its own, or choose another model.`,
	});
}

/** Whether a refusal says that there is no such endpoint (docs/runninghub-api.md, section 8: 1001). */
export function isUnknownEndpoint(error: unknown): error is RunningHubError {
	return error instanceof RunningHubError && error.facts.code === UNKNOWN_ADDRESS;
}
