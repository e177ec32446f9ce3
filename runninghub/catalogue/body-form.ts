import type { Model } from './model';

/**
 * One of the known ways of calling a node-keyed model: its inputs by their descriptive keys or by
 * the keys of its nodes, its options by the shown value or by the index that the node has for it
 * (docs/runninghub-api.md, section 3.3).
 */
export interface BodyForm {
	readonly keys: 'alias' | 'node';
	readonly options: 'shown' | 'index';
}

const BY_NODE: readonly BodyForm[] = [
	{ keys: 'node', options: 'index' },
	{ keys: 'node', options: 'shown' },
];

const ALL_FORMS: readonly BodyForm[] = [
	{ keys: 'alias', options: 'shown' },
	{ keys: 'alias', options: 'index' },
	...BY_NODE,
];

/**
 * The forms a model's body may have, in the order they are tried. Descriptive keys are used only
 * where a required key changes with them: a service that knows the other names alone then refuses
 * the body, and never overlooks what it does not know and makes a task of defaults.
 */
export function bodyForms({ fields }: Model): readonly BodyForm[] {
	return fields.some(({ required, alias, id }) => required && alias !== undefined && alias !== id)
		? ALL_FORMS
		: BY_NODE;
}

/** In which form each model was last taken, for as long as the process runs. */
export class TakenForms {
	private readonly taken = new Map<string, BodyForm>();

	/** The forms of a model, the one that it last took first. */
	order(model: Model): readonly BodyForm[] {
		const known = this.taken.get(model.endpoint);
		const forms = bodyForms(model);
		return known === undefined ? forms : [known, ...forms.filter((form) => form !== known)];
	}

	/** Remembers that a model took this form. */
	remember(model: Model, form: BodyForm): void {
		this.taken.set(model.endpoint, form);
	}
}
