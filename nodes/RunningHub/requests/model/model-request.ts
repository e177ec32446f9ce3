import type { IBinaryData, IDataObject } from 'n8n-workflow';
import { previewPrice, submitModel } from '../../../../runninghub/api/models';
import { buildModelBody } from '../../../../runninghub/catalogue/body';
import type { BodyForm } from '../../../../runninghub/catalogue/body-form';
import { loadCatalogue, modelForm } from '../../../../runninghub/catalogue/catalogue';
import { fitsResource, type Model, type Resource } from '../../../../runninghub/catalogue/model';
import { refusedModel } from '../../../../runninghub/catalogue/refused-model';
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
import { shorten } from '../../../../runninghub/forms/shorten';
import type { JsonObject } from '../../../../runninghub/json';
import { binaryFields, itemBinaries } from '../../items/binary-fields';
import { mediaIdentity } from '../../items/media-identity';
import type { MediaAddresses } from '../../items/media-uploads';
import { giveHint } from '../../runtime/execution-hint';
import type { ExecuteContext } from '../../runtime/n8n-context';
import { FieldValues, type TextReading } from '../../parameters/field-values';
import { findModel } from '../../parameters/find-model';
import { parametersField } from '../../fields/parameters';
import { promptField } from '../../fields/prompt';
import type { TaskRequest } from '../../operation';
import { invalidForm, invalidInput } from '../../parameters/invalid-input';
import { type ModelInput, readModelInput } from './model-input';

/**
 * Checks one item against the form of its model and makes a task request of it.
 *
 * @throws RunningHubError of kind `invalid` that lists every problem of the item.
 */
export async function modelRequest(
	ctx: ExecuteContext,
	itemIndex: number,
	{ resource, withPrompt }: { readonly resource: Resource; readonly withPrompt: boolean },
): Promise<TaskRequest> {
	const values = FieldValues.ofItem(ctx, itemIndex);
	const input = readModelInput(values, withPrompt);
	const model = findModel(await loadCatalogue(), input.endpoint);
	if (model === undefined || modelForm(model).length === 0) {
		return uncheckedRequest(ctx, values, input);
	}
	if (!fitsResource(model, resource)) {
		throw invalidInput(
			`Model: ${model.name} gives ${OUTPUT_WORDS[model.output]}, which does not fit this resource`,
			'The model was chosen for another resource. Choose one from the list again, or switch the resource back.',
		);
	}
	return knownModelRequest(itemBinaries(ctx, itemIndex), values, model, input);
}

const OUTPUT_WORDS: Readonly<Record<Model['output'], string>> = {
	'3d': '3D',
	audio: 'audio',
	image: 'images',
	text: 'text',
	video: 'video',
};

function knownModelRequest(
	binaries: ReadonlyMap<string, IBinaryData>,
	values: FieldValues,
	model: Model,
	input: ModelInput,
): TaskRequest {
	const { prompt, extra } = input;
	const fields = modelForm(model).map((field) =>
		field.role === 'prompt' ? { ...field, label: promptField.displayName } : field,
	);
	const main = fields.find(({ role }) => role === 'prompt');
	const form = formOf(values, fields);
	const text = main === undefined ? {} : { [main.id]: prompt.text };
	const coerced = coerceForm(fields, { ...form, ...text, ...extra }, binaryFields(binaries));
	const noPrompt = main && emptyPromptProblem(values, main, prompt, { fields, coerced });
	const problems = [
		...(noPrompt === undefined ? [] : [noPrompt]),
		...coerced.problems
			.filter(({ fieldId }) => noPrompt === undefined || fieldId !== main?.id)
			.map(({ message }) => message),
	];
	if (main === undefined && prompt.text !== '') {
		problems.push('Prompt: this model takes no prompt. Leave it empty.');
	}
	if (problems.length > 0) throw invalidForm(model.name, problems);

	const known = new Set(fields.map(({ id }) => id));
	const passed = Object.fromEntries(Object.entries(extra).filter(([key]) => !known.has(key)));
	const given = [...coerced.values];
	const media = filesOf(fields, coerced.values);
	const body = (addresses: MediaAddresses, bodyForm: BodyForm): JsonObject => ({
		...buildModelBody(model, coerced.values, addresses, bodyForm),
		...passed,
	});
	return {
		kind: model.endpoint,
		subject: { model: model.endpoint },
		inputs: {
			values: given.map(([id, value]) => [id, plainValue(value)]),
			passed,
			files: media.map(({ reference }) => mediaIdentity(reference, binaries)),
		},
		media,
		addressForm: 'url',
		submit: async (transport, addresses, webhookUrl) =>
			await submitModelForm(transport, model, (bodyForm) =>
				withCallback(body(addresses, bodyForm), webhookUrl),
			),
		preview: async (transport, addresses, signal) =>
			await previewModelForm(transport, model, (bodyForm) => body(addresses, bodyForm), {
				...(signal && { signal }),
			}),
	};
}

/**
 * The values of the Parameters form. Those that the model lacks are left out: they may be those of
 * another model.
 */
function formOf(
	values: FieldValues,
	fields: readonly FormField[],
): Readonly<Record<string, unknown>> {
	const labels = new Map(fields.map((field) => [field.id, describeField(field)]));
	const form = values.form(parametersField, (id) => labels.get(id));
	const stale = staleEntries(fields, form);
	if (stale.length > 0) {
		const known = values.formLabels(parametersField);
		const left = stale.map((id) => describeField({ id, label: known.get(id) ?? id })).join(', ');
		values.tell(`${parametersField.displayName}: this model has no ${left}, so it was left out.`);
	}
	return form;
}

/**
 * Why a model cannot run without the text that an expression should have given. Where it has other
 * content to work from, the user is told instead.
 */
function emptyPromptProblem(
	values: FieldValues,
	main: FormField,
	{ emptyExpression }: TextReading,
	{ fields, coerced }: { fields: readonly FormField[]; coerced: CoercedForm },
): string | undefined {
	if (emptyExpression === undefined || coerced.values.has(main.id)) return undefined;
	const others = fields.filter(({ id }) => id !== main.id && coerced.values.has(id));
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
	values: FieldValues,
	input: ModelInput,
): TaskRequest {
	const { endpoint, prompt, extra } = input;
	giveHint(
		ctx,
		`The parameters of the model ${endpoint} are not known to this version, so they were not checked. Give them under Options → Extra Parameters by their API keys; media as URLs.`,
	);
	const { text, emptyExpression } = prompt;
	if (emptyExpression !== undefined && Object.keys(extra).length === 0) {
		throw invalidForm(endpoint, [emptyPrompt(emptyExpression)]);
	}
	if (emptyExpression !== undefined) values.tellEmpty(promptField.displayName, emptyExpression);
	const body: JsonObject = { ...(text !== '' && { prompt: text }), ...extra };
	return {
		kind: endpoint,
		subject: { model: endpoint },
		inputs: { body },
		media: [],
		addressForm: 'url',
		submit: async (transport, _addresses, webhookUrl) =>
			await submitModel(transport, endpoint, withCallback(body, webhookUrl)).catch(
				nameEndpoint(endpoint),
			),
		preview: async (transport, _addresses, signal) =>
			await previewPrice(transport, endpoint, body, signal).catch(nameEndpoint(endpoint)),
	};
}

/** RunningHub's code for an address that it does not know. */
const UNKNOWN_ADDRESS = '1001';

function nameEndpoint(endpoint: string): (error: unknown) => Promise<never> {
	return async (error) => {
		if (!(error instanceof RunningHubError) || error.facts.code !== UNKNOWN_ADDRESS) {
			throw await refusedModel(endpoint, error);
		}
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
