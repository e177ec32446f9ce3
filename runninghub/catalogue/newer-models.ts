import type { FormField } from '../forms/form-field';
import { type Catalogue, catalogueOf } from './catalogue';
import { defaultPlacement } from './default-placement';
import type { Model } from './model';
import type { RegistryField, RegistryModel } from './registry-data';
import { familiesByCategory, newFields, providerOf } from './registry-form';

const united = new WeakMap<readonly RegistryModel[], Catalogue>();

/**
 * The packaged models and those of RunningHub's registry as one catalogue. Of a model that both
 * have, the packaged names and texts stay; its options are those of both, its bounds the wider ones,
 * and inputs that only the registry has are added. A model that only the registry has is placed by
 * a guess.
 */
export function withNewerModels(
	packaged: Catalogue,
	registry: readonly RegistryModel[],
): Catalogue {
	if (registry.length === 0) return packaged;
	const known = united.get(registry);
	if (known !== undefined) return known;
	const made = unite(packaged.list(), registry);
	united.set(registry, made);
	return made;
}

function unite(packaged: readonly Model[], registry: readonly RegistryModel[]): Catalogue {
	const byEndpoint = new Map(packaged.map((model) => [model.endpoint, model]));
	const registered = new Map(registry.map((model) => [model.endpoint, model]));
	const labels = new Map(
		packaged.flatMap(({ fields }) => fields.map(({ id, label }) => [id, label] as const)),
	);
	const families = familiesByCategory(byEndpoint, registry);
	const names = new Set(packaged.map(({ name }) => name.toLowerCase()));
	const withPrompt = new Set(
		packaged
			.filter(({ fields }) => fields.some(({ role }) => role === 'prompt'))
			.map(({ resource, operation }) => `${resource}.${operation}`),
	);
	const added = registry
		.filter(({ endpoint }) => !byEndpoint.has(endpoint))
		.map((model): Model => {
			const { endpoint, nameZh, output, deprecated } = model;
			const { resource, operation, promptKey } = defaultPlacement(model);
			// Where the node has no field for a prompt, it stays in the form.
			const main = withPrompt.has(`${resource}.${operation}`) ? promptKey : null;
			const isTaken = names.has(model.name.toLowerCase());
			names.add(model.name.toLowerCase());
			return {
				endpoint,
				name: isTaken ? endpoint : model.name,
				nameZh,
				provider: providerOf(model.category, families),
				resource,
				operation,
				output,
				deprecated,
				fields: newFields(model, labels, [], main),
			};
		});
	const kept = packaged.map((model) => {
		const newer = registered.get(model.endpoint);
		return newer === undefined ? model : uniteModel(model, newer, labels);
	});
	return catalogueOf([...kept, ...added]);
}

function uniteModel(
	known: Model,
	newer: RegistryModel,
	labels: ReadonlyMap<string, string>,
): Model {
	const registered = new Map(newer.fields.map((field) => [field.id, field]));
	const kept = known.fields.map((field) => {
		const newerField = registered.get(field.id);
		return newerField === undefined ? field : uniteField(field, newerField);
	});
	const ids = new Set(known.fields.map(({ id }) => id));
	const added = newer.fields.filter(({ id }) => !ids.has(id));
	return {
		...known,
		fields: [
			...kept,
			...newFields({ endpoint: known.endpoint, fields: added }, labels, kept, null),
		],
	};
}

function uniteField(known: FormField, newer: RegistryField): FormField {
	const { options } = known;
	const more = (newer.options ?? []).filter(
		({ value }) => options?.some((option) => option.value === value) === false,
	);
	return {
		...known,
		...(options && more.length > 0 && { options: [...options, ...more] }),
		...wider(known, newer),
	};
}

const UPPER_BOUNDS = ['max', 'maxLength', 'maxItems', 'maxSizeMb'] as const;

/** Bounds that the registry gives wider. Where we know of none, there is none. */
function wider(known: FormField, newer: RegistryField): Partial<FormField> {
	const bounds: Partial<Record<'min' | (typeof UPPER_BOUNDS)[number], number>> = {};
	for (const name of UPPER_BOUNDS) {
		const [ours, theirs] = [known[name], newer[name]];
		if (ours !== undefined && theirs !== undefined && theirs > ours) bounds[name] = theirs;
	}
	const { min } = known;
	if (min !== undefined && newer.min !== undefined && newer.min < min) bounds.min = newer.min;
	return bounds;
}
