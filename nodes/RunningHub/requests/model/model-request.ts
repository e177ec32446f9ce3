import type { IDataObject } from 'n8n-workflow';
import { previewPrice, submitModel } from '../../../../runninghub/api/models';
import { buildModelBody, type OptionForm } from '../../../../runninghub/catalogue/body';
import { loadCatalogue, modelForm } from '../../../../runninghub/catalogue/catalogue';
import { fitsResource, type Model, type Resource } from '../../../../runninghub/catalogue/model';
import { refusedModel } from '../../../../runninghub/catalogue/refused-model';
import { submitModelForm } from '../../../../runninghub/catalogue/submit';
import { coerceForm, filesOf } from '../../../../runninghub/forms/coerce-form';
import { RunningHubError } from '../../../../runninghub/errors/runninghub-error';
import type { FieldValue } from '../../../../runninghub/forms/field-value';
import type { JsonObject } from '../../../../runninghub/json';
import { binaryFields, itemBinaries } from '../../items/binary-fields';
import { mediaIdentity } from '../../items/media-identity';
import type { MediaAddresses } from '../../items/media-uploads';
import { giveHint } from '../../runtime/execution-hint';
import type { ExecuteContext } from '../../runtime/n8n-context';
import { findModel } from '../../parameters/find-model';
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
	const input = readModelInput(ctx, itemIndex, withPrompt);
	const model = findModel(await loadCatalogue(), input.endpoint);
	if (model === undefined || modelForm(model).length === 0) return uncheckedRequest(ctx, input);
	if (!fitsResource(model, resource)) {
		throw invalidInput(
			`Model: ${model.name} gives ${OUTPUT_WORDS[model.output]}, which does not fit this resource`,
			'The model was chosen for another resource. Choose one from the list again, or switch the resource back.',
		);
	}
	return knownModelRequest(ctx, itemIndex, model, input);
}

const OUTPUT_WORDS: Readonly<Record<Model['output'], string>> = {
	'3d': '3D',
	audio: 'audio',
	image: 'images',
	text: 'text',
	video: 'video',
};

function knownModelRequest(
	ctx: ExecuteContext,
	itemIndex: number,
	model: Model,
	input: ModelInput,
): TaskRequest {
	const { prompt, form, extra } = input;
	const fields = modelForm(model).map((field) =>
		field.role === 'prompt' ? { ...field, label: promptField.displayName } : field,
	);
	const main = fields.find(({ role }) => role === 'prompt');
	const binaries = itemBinaries(ctx, itemIndex);
	const text = main === undefined ? {} : { [main.id]: prompt };
	const coerced = coerceForm(fields, { ...form, ...text, ...extra }, binaryFields(binaries));
	const problems = coerced.problems.map(({ message }) => message);
	if (main === undefined && prompt !== '') {
		problems.push('Prompt: this model takes no prompt. Leave it empty.');
	}
	if (problems.length > 0) throw invalidForm(model.name, problems);

	const known = new Set(fields.map(({ id }) => id));
	const passed = Object.fromEntries(Object.entries(extra).filter(([key]) => !known.has(key)));
	const values = [...coerced.values];
	const media = filesOf(fields, coerced.values);
	const body = (addresses: MediaAddresses, optionForm: OptionForm): JsonObject => ({
		...buildModelBody(model, coerced.values, addresses, optionForm),
		...passed,
	});
	return {
		kind: model.endpoint,
		subject: { model: model.endpoint },
		inputs: {
			values: values.map(([id, value]) => [id, plainValue(value)]),
			passed,
			files: media.map(({ reference }) => mediaIdentity(reference, binaries)),
		},
		media,
		addressForm: 'url',
		submit: async (transport, addresses, webhookUrl) =>
			await submitModelForm(transport, model.endpoint, (optionForm) =>
				withCallback(body(addresses, optionForm), webhookUrl),
			),
		preview: async (transport, addresses, signal) =>
			await previewPrice(transport, model.endpoint, body(addresses, 'nodeValue'), signal).catch(
				async (error: unknown) => {
					throw await refusedModel(model.endpoint, error);
				},
			),
	};
}

/** A model whose form nobody knows, mostly one newer than the catalogue: it gets what was given. */
function uncheckedRequest(ctx: ExecuteContext, input: ModelInput): TaskRequest {
	const { endpoint, prompt, extra } = input;
	giveHint(
		ctx,
		`The parameters of the model ${endpoint} are not known to this version, so they were not checked. Give them under Options → Extra Parameters by their API keys; media as URLs.`,
	);
	const body: JsonObject = { ...(prompt !== '' && { prompt }), ...extra };
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
