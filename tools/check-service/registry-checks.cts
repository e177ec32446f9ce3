import axios from 'axios';
import type { Catalogue } from '../../runninghub/catalogue/catalogue';
import type { FormField } from '../../runninghub/forms/form-field';
import { asText, isJsonObject, tryParseJson, type JsonObject } from '../../runninghub/json';
import { Once } from '../../runninghub/concurrency/once';
import { judged, NotChecked, type Check } from './check.cts';
import { packagedCatalogue } from './packaged-catalogue.cts';
import { objectsIn, type Visit } from './visit.cts';
import { listed } from './words.cts';

const TIMEOUT = 60_000;
const MOST_BYTES = 50_000_000;
const TYPES = ['STRING', 'LIST', 'BOOLEAN', 'INT', 'FLOAT', 'IMAGE', 'VIDEO', 'AUDIO'];
const OUTPUTS = ['video', 'image', 'string', 'audio', '3d'];
/** The registry's word for "leave the key out" (docs, section 3.4). */
const NO_VALUE = 'empty';

/** The models of the registry, or why there are none. */
type Registry = { readonly models: readonly JsonObject[] } | { readonly fault: string };

async function readRegistryAt(address: string): Promise<Registry> {
	try {
		const { status, data } = await axios.get<string>(address, {
			responseType: 'text',
			transformResponse: (text: unknown) => text,
			timeout: TIMEOUT,
			maxContentLength: MOST_BYTES,
			validateStatus: () => true,
		});
		if (status !== 200) return { fault: `HTTP ${status}` };
		const parsed = tryParseJson(data);
		if (!Array.isArray(parsed)) return { fault: parsed === undefined ? 'no JSON' : 'no list' };
		return { models: parsed.filter(isJsonObject) };
	} catch {
		return { fault: 'no answer' };
	}
}

async function readRegistry(addresses: readonly string[]): Promise<Registry> {
	let last: Registry = { fault: 'no address' };
	for (const address of addresses) {
		last = await readRegistryAt(address);
		if (!('fault' in last)) return last;
	}
	return last;
}

function optionsOf(param: JsonObject): string[] {
	return objectsIn(param.options)
		.map(({ value }) => asText(value))
		.filter((value) => value !== NO_VALUE);
}

/** What an input of the registry has that the packaged one lacks, if any. */
function missingIn(known: readonly FormField[], endpoint: string, param: JsonObject): string[] {
	const key = asText(param.fieldKey);
	const field = known.find(({ id }) => id === key);
	if (field === undefined) return [`${endpoint} ${key}`];
	if (field.type !== 'options') return [];
	const options = new Set(field.options?.map(({ value }) => value));
	return optionsOf(param)
		.filter((value) => !options.has(value))
		.map((value) => `${endpoint} ${key}=${value}`);
}

function newerThings(models: readonly JsonObject[], catalogue: Catalogue): string[] {
	return models.flatMap((model) => {
		const endpoint = asText(model.endpoint);
		const known = catalogue.find(endpoint);
		if (known === undefined) return [];
		return objectsIn(model.params).flatMap((param) => missingIn(known.fields, endpoint, param));
	});
}

/** The public registry, and the packaged catalogue beside it (docs, section 11). */
export function registryChecks(visit: Visit): Check[] {
	const asked = new Once<Registry>();
	const registry = async () =>
		await asked.get('', () => readRegistry(visit.service.registryAddresses));
	const models = async () => {
		const read = await registry();
		if ('fault' in read) throw new NotChecked(`the registry cannot be read: ${read.fault}`);
		return read.models;
	};
	return [
		{
			section: '11',
			statement: 'The registry is a list of models with endpoint, kind and parameters',
			expected: 'a list of models',
			look: async () => {
				const read = await registry();
				if ('fault' in read) return judged(false, read.fault);
				const others = read.models.filter(
					({ endpoint, output_type: output, params }) =>
						asText(endpoint) === '' || !OUTPUTS.includes(asText(output)) || !Array.isArray(params),
				);
				const isUsual = read.models.length > 0 && others.length === 0;
				return judged(
					isUsual,
					isUsual ? `${read.models.length} models` : `${others.length} that are none`,
				);
			},
		},
		{
			section: '11',
			statement: 'The parameters of the registry have known types',
			expected: 'no other type',
			look: async () => {
				const types = (await models())
					.flatMap(({ params }) => objectsIn(params))
					.map(({ type }) => asText(type));
				const others = types.filter((type) => !TYPES.includes(type));
				return judged(others.length === 0, listed(others) || 'no other type');
			},
		},
		{
			section: '11',
			statement: 'The packaged catalogue has every model of the registry',
			expected: 'no newer model',
			look: async () => {
				const catalogue = packagedCatalogue();
				const newer = (await models())
					.map(({ endpoint }) => asText(endpoint))
					.filter((endpoint) => catalogue.find(endpoint) === undefined);
				return judged(newer.length === 0, listed(newer) || 'no newer model');
			},
		},
		{
			section: '11',
			statement: 'The packaged catalogue has every parameter and option of the registry',
			expected: 'no newer parameter, no newer option',
			look: async () => {
				const newer = newerThings(await models(), packagedCatalogue());
				return judged(newer.length === 0, listed(newer) || 'no newer parameter, no newer option');
			},
		},
	];
}
