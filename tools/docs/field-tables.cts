import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { asObject, asText } from '../../runninghub/json';
import { code, fromHtml, plain, table } from './markdown.cts';

type Entry = INodeProperties | INodePropertyCollection | INodePropertyOptions;

/** What a field is shown for, besides the resource. */
export interface FieldPlace {
	readonly field: INodeProperties;
	/** Names of the operations; none where there are no operations to tell apart. */
	readonly operations: readonly string[];
}

/**
 * Tables of the fields of a resource or of a node, and of the options that can be added to them.
 *
 * @param operations names of all operations of the resource.
 */
export function fieldTables(places: readonly FieldPlace[], operations: readonly string[]): string {
	const shown = places.filter(({ field }) => field.type !== 'notice');
	return [
		table(
			['Field', 'Name in JSON', ...where(operations), 'Default', 'What it is for'],
			collectionsOnce(shown).map((place) => [
				`**${plain(place.field.displayName)}**`,
				code(place.field.name),
				...where(operations, place),
				shownDefault(place.field),
				purpose(place.field, shown),
			]),
		),
		...optionTables(shown, operations),
	].join('\n\n');
}

/** Collections of one name as one field: their table of options tells them apart. */
function collectionsOnce(places: readonly FieldPlace[]): FieldPlace[] {
	const found: FieldPlace[] = [];
	for (const place of places) {
		const { type, displayName } = place.field;
		const at = found.findIndex(
			({ field }) => type === 'collection' && field.displayName === displayName,
		);
		const known = found[at];
		if (known === undefined) found.push(place);
		else found[at] = { ...known, operations: [...known.operations, ...place.operations] };
	}
	return found;
}

/** One table for each name of a collection; operations may offer different options under it. */
function optionTables(places: readonly FieldPlace[], operations: readonly string[]): string[] {
	const collections = places.filter(({ field }) => field.type === 'collection');
	const names = [...new Set(collections.map(({ field }) => field.displayName))];
	return names.map((name) => {
		const rows = new Map<INodeProperties, string[]>();
		for (const { field, operations: those } of collections) {
			if (field.displayName !== name) continue;
			for (const option of (field.options ?? []).filter(isField)) {
				rows.set(option, [...(rows.get(option) ?? []), ...those]);
			}
		}
		const head = `What **${name}** can hold. An option counts once it is added; it then starts with the value shown here.`;
		const body = table(
			['Option', 'Name in JSON', ...where(operations), 'Starts with', 'What it is for'],
			[...rows]
				.sort(([left], [right]) => left.displayName.localeCompare(right.displayName, 'en'))
				.map(([option, those]) => [
					`**${plain(option.displayName)}**`,
					code(option.name),
					...where(operations, { operations: those }),
					shownDefault(option),
					purpose(option, places),
				]),
		);
		return `${head}\n\n${body}`;
	});
}

/** The cell that says for which operations, or its heading; none where there is but one. */
function where(operations: readonly string[], place?: Pick<FieldPlace, 'operations'>): string[] {
	if (operations.length < 2) return [];
	if (place === undefined) return ['Operations'];
	const those = operations.filter((name) => place.operations.includes(name));
	return [those.length === operations.length ? 'all' : those.map(plain).join(', ')];
}

function isField(entry: Entry): entry is INodeProperties {
	return 'type' in entry;
}

function isChoice(entry: Entry): entry is INodePropertyOptions {
	return 'value' in entry;
}

function shownDefault({ type, default: value, options = [] }: INodeProperties): string {
	switch (type) {
		case 'boolean':
			return value === true ? 'on' : 'off';
		case 'collection':
		case 'resourceMapper':
			return '';
		case 'resourceLocator':
			return plain(asText(asObject(value).cachedResultName));
		case 'options':
			return plain(options.filter(isChoice).find((choice) => choice.value === value)?.name ?? '');
		default:
			return value === '' ? '' : code(String(value));
	}
}

/** The field's own words, its choices, and when it is shown. */
function purpose(field: INodeProperties, places: readonly FieldPlace[]): string {
	const { description, hint, displayOptions, options = [] } = field;
	const words = fromHtml(description ?? hint ?? '').replace(/([^.])$/, '$1.');
	const choices = field.type === 'options' ? options.filter(isChoice) : [];
	const listed = choices.map((choice) => {
		const about = choice.description === undefined ? '' : `: ${fromHtml(choice.description)}`;
		return `• **${plain(choice.name)}** (${code(String(choice.value))})${about}`;
	});
	const conditions = Object.entries(displayOptions?.show ?? {})
		.filter(([name]) => name !== 'resource' && name !== 'operation')
		.map(([name, values = []]) => condition(name.replace(/^\//, ''), values, places));
	const text = [words, ...conditions].filter((part) => part !== '').join(' ');
	return [text, ...listed].filter((part) => part !== '').join('<br>');
}

function condition(
	name: string,
	values: readonly unknown[],
	places: readonly FieldPlace[],
): string {
	const other = places.find(({ field }) => field.name === name)?.field;
	const title = other?.displayName ?? name;
	const words = values.map((value) => {
		if (typeof value === 'boolean') return value ? 'on' : 'off';
		const choice = other?.options?.filter(isChoice).find((each) => each.value === value);
		return choice?.name ?? String(value);
	});
	return `Shown when **${title}** is ${words.map(plain).join(' or ')}.`;
}
