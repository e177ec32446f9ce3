import type { Model } from '../../runninghub/catalogue/model';
import { isMediaType, type FormField, type FormOption } from '../../runninghub/forms/form-field';
import { defaultPlacement, type Placement } from '../../runninghub/catalogue/default-placement';
import type { RegistryField, RegistryModel } from '../../runninghub/catalogue/registry-data';
import {
	familiesByCategory,
	newFields,
	providerOf,
} from '../../runninghub/catalogue/registry-form';
import type { Additions } from './additions.cts';
import { present } from './presentation.cts';

/** Models and registry brought together. */
export interface MergeResult {
	readonly models: readonly Model[];
	/** Models that only the registry had. */
	readonly added: readonly Model[];
	/** Of these, the ones nobody has placed by hand. */
	readonly unreviewed: readonly Model[];
	/** By endpoint, what is different now, a line for each difference. */
	readonly changed: ReadonlyMap<string, readonly string[]>;
	/** Models that the registry lacks; they are kept. */
	readonly missing: readonly Model[];
}

/** In our order where the choices are the same, for the order of the registry's files differs. */
function mergeOptions(
	known: readonly FormOption[] | undefined,
	options: readonly FormOption[],
): readonly FormOption[] {
	const values = new Set(options.map(({ value }) => value));
	if (known?.length === values.size && known.every(({ value }) => values.has(value))) return known;
	return options.map((option) => known?.find(({ value }) => value === option.value) ?? option);
}

/**
 * The registry calls media and JSON inputs of some models plain text, and never lists several
 * choices of one option field: what we know better stays.
 */
function mergeType(known: FormField, field: RegistryField): FormField['type'] {
	const better = isMediaType(known.type) || known.type === 'json';
	return field.type === 'string' && better ? known.type : field.type;
}

function mergeField(known: FormField, field: RegistryField): FormField {
	const { default: preset, ...facts } = field;
	const { default: knownPreset, options: knownOptions, ...knownFacts } = known;
	// Default texts of the registry are sample prompts: only fields known to have one take it.
	const takesPreset = field.type !== 'string' || knownPreset !== undefined;
	const merged = takesPreset ? (preset ?? knownPreset) : knownPreset;
	const options = field.options && mergeOptions(knownOptions, field.options);
	const valid =
		options === undefined ||
		merged === undefined ||
		options.some(({ value }) => value === String(merged));
	return {
		...knownFacts,
		...facts,
		type: mergeType(known, field),
		...(options === undefined ? {} : { options }),
		...(merged === undefined || !valid ? {} : { default: merged }),
	};
}

function withPlacement(model: Model, placement: Placement): Model {
	const fields = model.fields.map((field) => {
		const { role: _role, ...rest } = field;
		const isPrompt = field.id === placement.promptKey;
		return isPrompt ? { ...rest, role: 'prompt' as const } : rest;
	});
	const { resource, operation } = placement;
	return { ...model, resource, operation, fields };
}

/** Inputs and options have the labels that people gave them, also those known before they did. */
function withLabels(model: Model, { labels, optionLabels }: Additions): Model {
	const fields = model.fields.map((field) => {
		const label = labels.get(`${model.endpoint} ${field.id}`) ?? labels.get(field.id);
		const named = optionLabels.get(field.id);
		return {
			...field,
			...(label === undefined ? {} : { label }),
			...(named !== undefined &&
				field.options !== undefined && {
					options: field.options.map((option) => ({
						...option,
						label: named.get(option.value) ?? option.label,
					})),
				}),
		};
	});
	return { ...model, fields };
}

function withChinaMark(model: Model, { notInChinaDocumentation }: Additions): Model {
	return notInChinaDocumentation.has(model.endpoint)
		? { ...model, maybeInternationalOnly: true }
		: model;
}

function mergeModel(
	known: Model,
	model: RegistryModel,
	labels: ReadonlyMap<string, string>,
): Model {
	const kept = known.fields.map((field) => {
		const registered = model.fields.find(({ id }) => id === field.id);
		return registered === undefined ? field : mergeField(field, registered);
	});
	const added = model.fields.filter(({ id }) => !known.fields.some((field) => field.id === id));
	return {
		...known,
		nameZh: model.nameZh,
		deprecated: known.deprecated || model.deprecated,
		fields: [...kept, ...newFields({ ...model, fields: added }, labels, kept, null)],
	};
}

function describeDifferences(before: object, after: object, where: string): string[] {
	const old = new Map<string, unknown>(Object.entries(before));
	const now = new Map<string, unknown>(Object.entries(after));
	return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
		const [was, is] = [JSON.stringify(old.get(key)), JSON.stringify(now.get(key))];
		return was === is ? [] : [`${where}${key}: ${was ?? 'none'} → ${is ?? 'none'}`];
	});
}

function describeOptions(
	before: readonly FormOption[] = [],
	after: readonly FormOption[] = [],
	where: string,
): string[] {
	const old = before.map(({ value }) => value);
	const now = after.map(({ value }) => value);
	const changes = [
		...now.filter((value) => !old.includes(value)).map((value) => `+${value}`),
		...old.filter((value) => !now.includes(value)).map((value) => `-${value}`),
	];
	return changes.length === 0 ? [] : [`${where}options: ${changes.join(' ')}`];
}

function fieldDifferences(before: FormField, after: FormField): string[] {
	const { options: oldOptions, ...oldFacts } = before;
	const { options: nowOptions, ...nowFacts } = after;
	const where = `${after.id} `;
	return [
		...describeDifferences(oldFacts, nowFacts, where),
		...describeOptions(oldOptions, nowOptions, where),
	];
}

function differences(before: Model, after: Model): string[] {
	const { fields: oldFields, ...oldFacts } = before;
	const { fields: nowFields, ...nowFacts } = after;
	const old = new Map(oldFields.map((field) => [field.id, field]));
	return [
		...describeDifferences(oldFacts, nowFacts, ''),
		...nowFields.flatMap((field) => {
			const was = old.get(field.id);
			return was === undefined ? [`${field.id}: new input`] : fieldDifferences(was, field);
		}),
	];
}

/**
 * Brings the project's models up to RunningHub's registry. The registry decides what it speaks
 * of: which inputs there are, their types, options, limits and defaults. Ours stay: names, families, labels,
 * what a person decided, inputs and whole models that the registry does not list.
 */
export function mergeRegistry(
	models: readonly Model[],
	registry: readonly RegistryModel[],
	additions: Additions,
): MergeResult {
	const known = new Map(models.map((model) => [model.endpoint, model]));
	const registered = new Map(registry.map((model) => [model.endpoint, model]));
	const families = familiesByCategory(known, registry);
	const labels = new Map([
		...models.flatMap(({ fields }) => fields.map(({ id, label }) => [id, label] as const)),
		...additions.labels,
	]);

	const changed = new Map<string, string[]>();
	const kept = models.map((before) => {
		const { endpoint } = before;
		const registeredModel = registered.get(endpoint);
		const merged =
			registeredModel === undefined ? before : mergeModel(before, registeredModel, labels);
		const placement = additions.placements.get(endpoint);
		const placed = placement === undefined ? merged : withPlacement(merged, placement);
		const after = withLabels(withChinaMark(placed, additions), additions);
		const lines = differences(before, after);
		if (lines.length > 0) changed.set(endpoint, lines);
		return after;
	});

	const added = [...registered.values()]
		.filter(({ endpoint }) => !known.has(endpoint))
		.map((model): Model => {
			const { endpoint, name, nameZh, output, deprecated } = model;
			const placement = additions.placements.get(endpoint) ?? defaultPlacement(model);
			const made: Model = {
				endpoint,
				name,
				title: name,
				nameZh,
				provider: providerOf(model.category, families),
				resource: placement.resource,
				operation: placement.operation,
				output,
				deprecated,
				fields: newFields(model, labels, [], placement.promptKey),
			};
			return withLabels(withChinaMark(made, additions), additions);
		});

	return {
		models: present([...kept, ...added], additions),
		added,
		unreviewed: added.filter(({ endpoint }) => !additions.placements.has(endpoint)),
		changed,
		missing: models.filter(({ endpoint }) => !registered.has(endpoint)),
	};
}
