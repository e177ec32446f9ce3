import type { IBinaryData, IDataObject } from 'n8n-workflow';
import { previewPrice, submitModel } from '../../../../runninghub/api/models';
import { buildModelBody } from '../../../../runninghub/catalogue/body';
import type { BodyForm } from '../../../../runninghub/catalogue/body-form';
import {
	type Catalogue,
	loadCatalogue,
	modelForm,
} from '../../../../runninghub/catalogue/catalogue';
import { workedOn } from '../../../../runninghub/catalogue/media-work';
import { asksForLyrics, lyricsOf } from '../../../../runninghub/catalogue/lyrics';
import { fitsResource, type Model } from '../../../../runninghub/catalogue/model';
import type { ModelOperation, Resource } from '../../../../runninghub/catalogue/operations';
import { isUnknownEndpoint, refusedModel } from '../../../../runninghub/catalogue/refused-model';
import { previewModelForm, submitModelForm } from '../../../../runninghub/catalogue/submit';
import {
	type CoercedForm,
	coerceForm,
	filesOf,
	staleEntries,
} from '../../../../runninghub/forms/coerce-form';
import { RunningHubError } from '../../../../runninghub/errors/runninghub-error';
import type { FieldValue } from '../../../../runninghub/forms/field-value';
import {
	describeField,
	type FormField,
	isMediaType,
} from '../../../../runninghub/forms/form-field';
import { isUntouched } from '../../../../runninghub/forms/coerce-list';
import { shorten, showValue } from '../../../../runninghub/forms/shorten';
import type { JsonObject } from '../../../../runninghub/json';
import { binaryFields, itemBinaries } from '../../items/binary-fields';
import { mediaIdentity } from '../../items/media-identity';
import type { MediaAddresses } from '../../items/media-uploads';
import { giveHint } from '../../runtime/execution-hint';
import { runCatalogue } from '../../runtime/newer-models';
import type { ExecuteContext } from '../../runtime/n8n-context';
import { FieldValues, type TextReading } from '../../parameters/field-values';
import { findModel, isPageNumber, type ModelPlace } from '../../parameters/find-model';
import { extraParameters } from '../../fields/model-options';
import { parametersField } from '../../fields/parameters';
import { promptField } from '../../fields/prompt';
import type { TaskRequest } from '../../operation';
import { invalidForm, invalidInput } from '../../items/invalid-input';
import { missingMedia } from './missing-media';
import { refuseLeftOverDefault } from './left-over-default';
import { type ExtraParameters, readExtraParameters } from './extra-parameters';
import { type ModelInput, readModelInput } from './model-input';

/** What is to be run, beside what the fields say. */
interface ModelRun {
	readonly resource: Resource;
	readonly operation: ModelOperation;
	readonly withPrompt: boolean;
}

/**
 * Checks one item against the form of its model and makes a task request of it. What the packaged
 * models refuse or do not know is looked for in RunningHub's newer list.
 *
 * @throws RunningHubError of kind `invalid` that lists every problem of the item.
 */
export async function modelRequest(
	ctx: ExecuteContext,
	itemIndex: number,
	{ resource, operation, withPrompt }: ModelRun,
): Promise<TaskRequest> {
	const values = FieldValues.ofItem(ctx, itemIndex);
	const input = readModelInput(values, {
		withPrompt,
		withLyrics: asksForLyrics(resource, operation),
	});
	const place = { resource, operation } as const;
	refuseLeftOverDefault(values, place);
	const binaries = itemBinaries(ctx, itemIndex);
	const { endpoint } = input;
	const packaged = findModelWithForm(await loadCatalogue(), endpoint, place);
	if (packaged === undefined && isPageNumber(endpoint)) throw unknownPage(endpoint);
	const model = packaged ?? findModelWithForm(await runCatalogue(ctx), endpoint, place);
	if (model === undefined && /\s/.test(endpoint)) {
		throw invalidInput(
			`Model: no model of this operation is called ${showValue(endpoint)}`,
			'Give an endpoint, or a name as the list of this operation shows it. Nothing was submitted.',
		);
	}
	if (model === undefined) return uncheckedRequest(ctx, binaries, values, input, place);
	if (!fitsResource(model, resource)) {
		throw invalidInput(
			`Model: ${model.title} gives ${OUTPUT_WORDS[model.output]}, which does not fit this resource`,
			'The model was chosen for another resource. Choose one from the list again, or switch the resource back.',
		);
	}
	const form = readForm(binaries, values, model, input);
	if (!mayBeOutdated(form)) return knownModelRequest(binaries, values, input, form, place);
	const newer = (await runCatalogue(ctx)).find(model.endpoint) ?? model;
	return knownModelRequest(
		binaries,
		values,
		input,
		newer === model ? form : readForm(binaries, values, newer, input),
		place,
	);
}

function findModelWithForm(
	catalogue: Catalogue,
	endpoint: string,
	place: ModelPlace,
): Model | undefined {
	const model = findModel(catalogue, endpoint, place);
	return model !== undefined && modelForm(model).length > 0 ? model : undefined;
}

const OUTPUT_WORDS: Readonly<Record<Model['output'], string>> = {
	'3d': '3D',
	audio: 'audio',
	image: 'images',
	text: 'text',
	video: 'video',
};

/** What was entered for a model, read by its form. */
interface FormReading {
	readonly model: Model;
	readonly fields: readonly FormField[];
	readonly main: FormField | undefined;
	readonly coerced: CoercedForm;
	/** As entered, by id. */
	readonly entered: Readonly<Record<string, unknown>>;
	readonly lyrics: FormField | undefined;
	readonly extra: ExtraParameters;
	/** Filled-in values of the Parameters form that the model lacks, by id. */
	readonly stale: readonly string[];
	/** Whether a value was refused that could be a newer choice or within newer bounds. */
	readonly refusesValue: boolean;
}

function readForm(
	binaries: ReadonlyMap<string, IBinaryData>,
	values: FieldValues,
	model: Model,
	{ prompt, lyrics: words, extra }: ModelInput,
): FormReading {
	const fields = modelForm(model).map((field) =>
		field.role === 'prompt' ? { ...field, label: promptField.displayName } : field,
	);
	const main = fields.find(({ role }) => role === 'prompt');
	const labels = new Map(fields.map((field) => [field.id, describeField(field)]));
	const form = values.form(parametersField, (id) => labels.get(id));
	const lyrics = lyricsOf(fields);
	const entered: Readonly<Record<string, unknown>> = {
		...form,
		...(main !== undefined && { [main.id]: wordsFor(main, prompt.text, words) }),
		...(lyrics !== undefined && words !== '' && { [lyrics.id]: words }),
	};
	const extraParameters = readExtraParameters(extra, fields, binaryFields(binaries));
	const asked = fields.filter(({ id }) => !extraParameters.replaced.has(id));
	const coerced = coerceForm(asked, entered, binaryFields(binaries));
	const plain = new Set(fields.filter(({ type }) => !isMediaType(type)).map(({ id }) => id));
	return {
		model,
		fields,
		main,
		coerced,
		entered,
		lyrics,
		extra: extraParameters,
		stale: staleEntries(fields, form),
		refusesValue: coerced.problems.some(
			({ fieldId }) => plain.has(fieldId) && !isUntouched(entered[fieldId]),
		),
	};
}

/** The main text; of a model that takes nothing but lyrics, they may stand in their own field. */
function wordsFor({ id }: FormField, prompt: string, lyrics: string): string {
	return prompt === '' && id === 'lyrics' ? lyrics : prompt;
}

/** Whether the packaged form refuses or lacks something that a newer one may have. */
function mayBeOutdated({ refusesValue, stale }: FormReading): boolean {
	return refusesValue || stale.length > 0;
}

function knownModelRequest(
	binaries: ReadonlyMap<string, IBinaryData>,
	values: FieldValues,
	{ prompt, lyrics, extra: given }: ModelInput,
	reading: FormReading,
	{ resource, operation }: Omit<ModelRun, 'withPrompt'>,
): TaskRequest {
	const { model, fields, main, coerced, extra } = reading;
	tellStale(values, reading);
	const noPrompt = main && emptyPromptProblem(values, main, prompt, reading);
	// A model that works from a text is meant where it was typed for another operation.
	const worksOnFiles = workedOn(model.resource, model.operation) !== undefined;
	const noMedia = worksOnFiles ? missingMedia(resource, operation, reading) : undefined;
	const media = noMedia === undefined ? [] : fields.filter(({ type }) => isMediaType(type));
	const told = [...media, ...(main && noPrompt !== undefined ? [main] : [])].map(({ id }) => id);
	const problems = [
		...(noPrompt === undefined ? [] : [noPrompt]),
		...(noMedia === undefined ? [] : [noMedia]),
		...coerced.problems
			.filter(({ fieldId }) => !told.includes(fieldId))
			.map(({ message }) => message),
	];
	if (main === undefined && prompt.text !== '') {
		problems.push('Prompt: this model takes no prompt. Leave it empty.');
	}
	if (lyrics !== '' && reading.lyrics === undefined && main?.id !== 'lyrics') {
		problems.push(
			'Lyrics: this model has no field for them. If it sings, its words go into Prompt; leave Lyrics empty.',
		);
	}
	if (problems.length > 0) throw invalidForm(model.title, problems);
	const objections = objectionsTo(extra, model);
	if (objections !== undefined) values.tell(objections);

	const files = [...filesOf(fields, coerced.values), ...extra.files];
	const body = (addresses: MediaAddresses, bodyForm: BodyForm): JsonObject => ({
		...buildModelBody(model, coerced.values, addresses, bodyForm),
		...extra.body(addresses, bodyForm),
	});
	return {
		kind: model.endpoint,
		subject: { model: model.endpoint },
		inputs: {
			values: [...coerced.values].map(([id, value]) => [id, plainValue(value)]),
			passed: given,
			files: files.map(({ reference }) => mediaIdentity(reference, binaries)),
		},
		media: files,
		addressForm: 'url',
		submit: async (transport, addresses, webhookUrl) =>
			await submitModelForm(transport, model, (bodyForm) =>
				withCallback(body(addresses, bodyForm), webhookUrl),
			).catch(withObjections(objections)),
		preview: async (transport, addresses, signal) =>
			await previewModelForm(transport, model, (bodyForm) => body(addresses, bodyForm), {
				...(signal && { signal }),
			}).catch(withObjections(objections)),
	};
}

/** What the form has against Extra Parameters, which are sent all the same. */
function objectionsTo({ objections }: ExtraParameters, { title }: Model): string | undefined {
	if (objections.length === 0) return undefined;
	return `${extraParameters.displayName} are sent as they are. What the form of ${title} has against them: ${objections.join(' ')}`;
}

/** n8n shows no hints beside an error, so a refusal tells them itself. */
function withObjections(objections: string | undefined): (error: unknown) => never {
	return (error) => {
		if (objections === undefined || !(error instanceof RunningHubError)) throw error;
		if (error.kind !== 'invalid') throw error;
		throw error.with({ hint: `${error.facts.hint} ${objections}` });
	};
}

/**
 * Says which values of the Parameters form were left out because the model lacks them: they may be
 * those of another model.
 */
function tellStale(values: FieldValues, { stale }: FormReading): void {
	if (stale.length === 0) return;
	const known = values.formLabels(parametersField);
	const left = stale.map((id) => describeField({ id, label: known.get(id) ?? id })).join(', ');
	values.tell(`${parametersField.displayName}: this model has no ${left}, so it was left out.`);
}

/**
 * Why a model cannot run without the text that an expression should have given. Where it has other
 * content to work from, the user is told instead.
 */
function emptyPromptProblem(
	values: FieldValues,
	main: FormField,
	{ emptyExpression }: TextReading,
	{ fields, coerced, extra }: FormReading,
): string | undefined {
	const isGiven = (id: string) => coerced.values.has(id) || extra.replaced.has(id);
	if (emptyExpression === undefined || isGiven(main.id)) return undefined;
	const others = fields.filter(({ id }) => id !== main.id && isGiven(id));
	if (main.required || !others.some(isContent)) return emptyPrompt(emptyExpression);
	values.tellEmpty(promptField.displayName, emptyExpression);
	return undefined;
}

/** Whether a field holds what a model works from, not how. */
function isContent({ id, type }: FormField): boolean {
	return isMediaType(type) || type === 'json' || (type === 'string' && !/negative/i.test(id));
}

function emptyPrompt(expression: string): string {
	return `${promptField.displayName}: a value is required: ${shorten(expression)} gave nothing.`;
}

/** A model whose form nobody knows, mostly one newer than the catalogue: it gets what was given. */
function uncheckedRequest(
	ctx: ExecuteContext,
	binaries: ReadonlyMap<string, IBinaryData>,
	values: FieldValues,
	input: ModelInput,
	{ resource, operation }: Omit<ModelRun, 'withPrompt'>,
): TaskRequest {
	const { endpoint, prompt, lyrics } = input;
	giveHint(
		ctx,
		`The parameters of the model ${endpoint} are not known to this version, so they were not checked. Give them under Options → Extra Parameters by their API names.`,
	);
	const { text, emptyExpression } = prompt;
	if (emptyExpression !== undefined && Object.keys(input.extra).length === 0) {
		throw invalidForm(endpoint, [emptyPrompt(emptyExpression)]);
	}
	if (emptyExpression !== undefined) values.tellEmpty(promptField.displayName, emptyExpression);
	const extra = readExtraParameters(input.extra, [], binaryFields(binaries));
	const noMedia = missingMedia(resource, operation, {
		fields: [],
		coerced: { values: new Map() },
		entered: {},
		extra,
	});
	if (noMedia !== undefined) throw invalidForm(endpoint, [noMedia]);
	const texts = { ...(text !== '' && { prompt: text }), ...(lyrics !== '' && { lyrics }) };
	const body = (addresses: MediaAddresses): JsonObject => ({
		...texts,
		...extra.body(addresses, AS_GIVEN),
	});
	return {
		kind: endpoint,
		subject: { model: endpoint },
		inputs: {
			body: { ...texts, ...input.extra },
			files: extra.files.map(({ reference }) => mediaIdentity(reference, binaries)),
		},
		media: extra.files,
		addressForm: 'url',
		submit: async (transport, addresses, webhookUrl) =>
			await submitModel(transport, endpoint, withCallback(body(addresses), webhookUrl)).catch(
				nameEndpoint(endpoint),
			),
		preview: async (transport, addresses, signal) =>
			await previewPrice(transport, endpoint, body(addresses), signal).catch(
				nameEndpoint(endpoint),
			),
	};
}

/** Keys that are not those of a known form are sent as they were given. */
const AS_GIVEN: BodyForm = { keys: 'node', options: 'shown' };

function unknownPage(number: string): RunningHubError {
	return invalidInput(
		`Model: no model with the number ${number} of its API page is known`,
		'Open that page and give the endpoint instead: what stands behind /openapi/v2/ in its address for requests. If it is the page of an AI app or a workflow, choose that resource and paste it there. Nothing was submitted.',
	);
}

function nameEndpoint(endpoint: string): (error: unknown) => Promise<never> {
	return async (error) => {
		if (!isUnknownEndpoint(error)) throw await refusedModel(endpoint, error);
		throw error.with({
			message: `Model: RunningHub knows no endpoint "${endpoint}"`,
			hint: 'Copy the endpoint from the API page of the model, or choose a model from the list. With a custom base URL, check that in the credential, too.',
		});
	};
}

function withCallback(body: JsonObject, webhookUrl: string): JsonObject {
	return webhookUrl === '' ? body : { ...body, webhookUrl };
}

function plainValue(value: FieldValue): IDataObject[keyof IDataObject] {
	return value.kind === 'media' ? value.references.length : value.value;
}
