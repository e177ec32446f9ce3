import { previewPrice, submitModel, type PricePreview } from '../api/models';
import type { SubmittedTask } from '../api/submit';
import { RunningHubError } from '../errors/runninghub-error';
import type { JsonObject } from '../json';
import type { Transport } from '../transport';
import { type BodyForm, TakenForms } from './body-form';
import type { Model } from './model';
import { refusedModel } from './refused-model';

/** A model's request body in each of the forms it may have. */
export type BodyOf = (form: BodyForm) => JsonObject;

const TAKEN = new TakenForms();

/**
 * Submits a model's form. A node-keyed model is asked in each known form in turn, until RunningHub
 * takes one: a form that was refused as invalid, with proof that no task was made, is followed by
 * the next. What a model took is remembered, and asked first from then on.
 *
 * @throws RunningHubError as `submitModel` does; of several refusals the first.
 * Source: docs/runninghub-api.md, section 3.3.
 */
export async function submitModelForm(
	transport: Transport,
	model: Model,
	body: BodyOf,
	taken = TAKEN,
): Promise<SubmittedTask> {
	return await askInTurn(
		model,
		body,
		taken,
		(error) => error.facts.noTaskMade === true,
		async (json) => await submitModel(transport, model.endpoint, json),
	);
}

/**
 * Asks what a model's form would cost, in the same forms as `submitModelForm`, which then begins
 * with the one that the preview took.
 *
 * @throws RunningHubError as `previewPrice` does; of several refusals the first.
 */
export async function previewModelForm(
	transport: Transport,
	model: Model,
	body: BodyOf,
	{ signal, taken = TAKEN }: { readonly signal?: AbortSignal; readonly taken?: TakenForms } = {},
): Promise<PricePreview> {
	return await askInTurn(
		model,
		body,
		taken,
		() => signal?.aborted !== true,
		async (json) => await previewPrice(transport, model.endpoint, json, signal),
	);
}

async function askInTurn<Answer>(
	model: Model,
	body: BodyOf,
	taken: TakenForms,
	mayAskOn: (error: RunningHubError) => boolean,
	ask: (json: JsonObject) => Promise<Answer>,
): Promise<Answer> {
	const refusals: RunningHubError[] = [];
	const bodies = new Map<string, BodyForm>();
	for (const form of taken.order(model)) {
		const text = JSON.stringify(body(form));
		if (!bodies.has(text)) bodies.set(text, form);
	}
	for (const form of bodies.values()) {
		const outcome = await ask(body(form)).then(
			(answer) => ({ answer }),
			(error: unknown) => ({ error }),
		);
		if ('answer' in outcome) {
			if (bodies.size > 1) taken.remember(model, form);
			return outcome.answer;
		}
		const { error } = outcome;
		if (!(error instanceof RunningHubError) || error.kind !== 'invalid' || !mayAskOn(error)) {
			throw await refusedModel(model.endpoint, error);
		}
		refusals.push(error);
	}
	throw await refusedModel(model.endpoint, inAllForms(refusals));
}

/** The first refusal: it is about the form that is most likely meant. */
function inAllForms([first, ...others]: readonly RunningHubError[]): unknown {
	return others.length === 0
		? first
		: first?.with({
				hint: `${first.facts.hint} The form was refused in each of the ${others.length + 1} ways in which models of this kind are known to take one; these are RunningHub's words for the first.`,
			});
}
