import type { FormField } from '../forms/form-field';
import type { Model } from './model';
import type { RegistryField, RegistryModel } from './registry-data';

const LONGEST_LABEL = 28;

/** `firstImageUrl` reads as "First Image". */
function labelOfKey(key: string): string {
	const words = key
		.replace(/^\d+##/, '')
		.replace(/Urls?$/, '')
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.split(/[\s_-]+/)
		.filter(Boolean)
		.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
	return words.join(' ').slice(0, LONGEST_LABEL).trim() || 'Input';
}

function uniqueLabel(label: string, taken: ReadonlySet<string>): string {
	for (let number = 2; taken.has(label); number++) {
		const candidate = `${label.slice(0, LONGEST_LABEL - 3)} ${number}`;
		if (!taken.has(candidate)) return candidate;
	}
	return label;
}

function newField(field: RegistryField, label: string, isPrompt: boolean): FormField {
	const { default: preset, ...facts } = field;
	return {
		multiple: false,
		...facts,
		label,
		...(preset === undefined || field.type === 'string' ? {} : { default: preset }),
		...(isPrompt ? { role: 'prompt' } : {}),
	};
}

/**
 * Inputs that only the registry has, as fields of a form. Its default texts are sample prompts, so
 * they are left out.
 *
 * @param labels by key, or by endpoint and key with a blank between.
 * @param known the fields the form has already, whose labels are taken.
 */
export function newFields(
	{ endpoint, fields }: Pick<RegistryModel, 'endpoint' | 'fields'>,
	labels: ReadonlyMap<string, string>,
	known: readonly FormField[],
	promptKey: string | null,
): FormField[] {
	const taken = new Set(known.map(({ label }) => label));
	return fields.map((field) => {
		const named = labels.get(`${endpoint} ${field.id}`) ?? labels.get(field.id);
		const label = uniqueLabel(named ?? labelOfKey(field.id), taken);
		taken.add(label);
		return newField(field, label, field.id === promptKey);
	});
}

/** The family of a category's models, where those we know agree on one. */
export function providerOf(
	category: string,
	families: ReadonlyMap<string, ReadonlySet<string>>,
): string {
	const [family, ...others] = families.get(category) ?? [];
	return family !== undefined && others.length === 0 ? family : category;
}

/** The families of the models we know, by the registry's category. */
export function familiesByCategory(
	known: ReadonlyMap<string, Model>,
	registry: readonly RegistryModel[],
): Map<string, Set<string>> {
	const families = new Map<string, Set<string>>();
	for (const { category, endpoint } of registry) {
		const provider = known.get(endpoint)?.provider;
		if (provider === undefined) continue;
		families.set(category, (families.get(category) ?? new Set()).add(provider));
	}
	return families;
}
