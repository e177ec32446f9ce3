import type { ResourceOperations } from '../../nodes/RunningHub/operation';
import { modelLabel } from '../../nodes/RunningHub/parameters/model-label';
import type { Catalogue } from '../../runninghub/catalogue/catalogue';
import type { Model } from '../../runninghub/catalogue/model';
import { findOperation, type Resource } from '../../runninghub/catalogue/operations';
import { makerOf } from '../../runninghub/catalogue/families';
import { modelPage, pageAnchor } from '../../runninghub/catalogue/model-page';
import type { FormField } from '../../runninghub/forms/form-field';
import { amount, code, plain, table } from './markdown.cts';
import { shownPrice } from './model-price.cts';
import { pageName } from './page-name.cts';
import { shownValue, valueRange } from './parameter-range.cts';

/** A resource of the node that has models. */
export interface ModelResource extends ResourceOperations {
	readonly value: Resource;
}

/** The models of one operation. */
interface Group {
	readonly name: string;
	readonly models: readonly Model[];
}

function groupsOf(catalogue: Catalogue, { value: resource, operations }: ModelResource): Group[] {
	return operations.map(({ value, name }) => {
		const operation = findOperation(resource, value);
		const models = operation === undefined ? [] : catalogue.list({ resource, operation });
		return { name, models };
	});
}

/** The models of a resource, a table for each operation, with links to their parameters. */
export function modelTables(catalogue: Catalogue, resource: ModelResource): string {
	return groupsOf(catalogue, resource)
		.flatMap(({ name, models }) => [
			`### Models: ${plain(name)}`,
			`${amount(models.length)} ${models.length === 1 ? 'model' : 'models'}`,
			table(
				['Model', 'Maker', 'Price', 'Endpoint', 'Needs', 'Also takes'],
				models.map((model) => [
					`[${plain(modelLabel(model))}](../models/${pageName(resource.name)}#${pageAnchor(model)})`,
					plain(makerOf(model.provider)),
					shownPrice(model.price),
					code(model.endpoint),
					model.fields.length === 0
						? 'not published by RunningHub'
						: labels(model.fields.filter(({ required }) => required)),
					labels(model.fields.filter(({ required }) => !required)),
				]),
			),
		])
		.join('\n\n');
}

function labels(fields: readonly FormField[]): string {
	return fields.map(({ label, role }) => (role === 'prompt' ? 'Prompt' : plain(label))).join(', ');
}

/**
 * The parameters of all models of a resource.
 *
 * @throws Error when two models would have the same address on the page.
 */
export function parameterTables(catalogue: Catalogue, resource: ModelResource): string {
	const groups = groupsOf(catalogue, resource);
	const anchors = new Set<string>();
	for (const model of groups.flatMap(({ models }) => models)) {
		const own = pageAnchor(model);
		if (anchors.has(own)) throw new Error(`two models have the address #${own}`);
		anchors.add(own);
	}
	return groups
		.flatMap(({ name, models }) => [
			`## Operation: ${plain(name)}`,
			...models.map((model) => modelSection(model)),
		])
		.join('\n\n');
}

function modelSection(model: Model): string {
	const { endpoint, name, nameZh, provider, output, deprecated, fields } = model;
	const { maybeInternationalOnly, helper, unavailable, skuId, price } = model;
	const names = [...new Set([name, nameZh])].filter((each) => each !== endpoint);
	const facts = [
		`Endpoint ${code(endpoint)}`,
		...(names.length === 0 ? [] : [`RunningHub's name ${names.map(code).join(' or ')}`]),
		`family ${plain(provider)}`,
		`maker ${plain(makerOf(provider))}`,
		`gives ${output}`,
		`price: ${shownPrice(price)}`,
		...(skuId === undefined ? [] : [`[RunningHub's page](${modelPage(model)})`]),
		...(helper === true ? ['**helper**: a step before or after another model'] : []),
		...(unavailable === true ? ['**unavailable**: RunningHub says so'] : []),
		...(deprecated ? ['**withdrawn**: RunningHub may refuse it'] : []),
		...(maybeInternationalOnly === true
			? ['**may be offered on the International site only**']
			: []),
	];
	const body =
		fields.length === 0
			? 'RunningHub publishes no parameters of this model. Give them under **Options → Extra Parameters**.'
			: table(
					['Parameter', 'Key', 'Required', 'Value', 'Preset'],
					fields.map((field) => [
						field.role === 'prompt' ? '**Prompt**' : plain(field.label),
						code(field.id),
						field.required ? 'yes' : '',
						valueRange(field),
						preset(field),
					]),
				);
	return [
		// Saved workflows link to it: the heading may change with the name, this does not.
		`<a id="${pageAnchor(model)}"></a>`,
		`### ${plain(modelLabel(model))}`,
		facts.join(' · '),
		body,
	].join('\n\n');
}

function preset({ default: value, options }: FormField): string {
	if (value === undefined || value === null || value === '') return '';
	const values = Array.isArray(value) ? value : [value];
	return values.map((each) => shownValue(each, options)).join(', ');
}
