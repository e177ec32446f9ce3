import type { INodeProperties } from 'n8n-workflow';
import { MODEL_RESOURCES } from './model-resources';
import { RESOURCES } from './resources';
import type { ResourceOperations } from '../operation';

const resourceField: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	default: 'image',
	options: RESOURCES.map(({ name, value, description }) => ({ name, value, description })),
};

function operationField(resource: ResourceOperations): INodeProperties {
	const field: INodeProperties = {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.value] } },
		default: '',
		options: resource.operations.map(({ name, value, action, description }) => ({
			name,
			value,
			action,
			description,
		})),
	};
	return { ...field, default: resource.defaultOperation };
}

/**
 * The fields of all operations. Resources that run models share theirs: the description travels to
 * every open editor.
 */
function operationFields(): INodeProperties[] {
	const others = RESOURCES.filter((resource) => !MODEL_RESOURCES.includes(resource));
	return [MODEL_RESOURCES, ...others.map((resource) => [resource])].flatMap(fieldsOf);
}

/** The fields of resources that share them, in the order their operations have them. */
function fieldsOf(resources: readonly ResourceOperations[]): INodeProperties[] {
	const shownBy = new Map<INodeProperties, Map<string, string[]>>();
	for (const { value: resource, operations } of resources) {
		for (const { value, fields } of operations) {
			for (const field of fields) {
				const places = shownBy.get(field) ?? new Map<string, string[]>();
				shownBy.set(field, places);
				places.set(resource, [...(places.get(resource) ?? []), value]);
			}
		}
	}
	return inOrder(resources).flatMap((field) => spread(field, shownBy.get(field) ?? new Map()));
}

/** Every field once, so that each operation finds its own in the order it lists them. */
function inOrder(resources: readonly ResourceOperations[]): INodeProperties[] {
	const ordered: INodeProperties[] = [];
	for (const { fields } of resources.flatMap(({ operations }) => operations)) {
		let next = ordered.length;
		for (const field of [...fields].reverse()) {
			const known = ordered.indexOf(field);
			if (known === -1) ordered.splice(next, 0, field);
			else next = known;
		}
	}
	return ordered;
}

function spread(
	field: INodeProperties,
	places: ReadonlyMap<string, readonly string[]>,
): INodeProperties[] {
	const everywhere: string[] = [];
	const partly: INodeProperties[] = [];
	for (const [resource, shown] of places) {
		const all = RESOURCES.find(({ value }) => value === resource)?.operations ?? [];
		if (shown.length === all.length) everywhere.push(resource);
		else partly.push(showFor(field, { resource: [resource], operation: [...shown] }));
	}
	const whole = everywhere.length > 0 ? [showFor(field, { resource: everywhere })] : [];
	return [...whole, ...partly];
}

function showFor(field: INodeProperties, show: Record<string, string[]>): INodeProperties {
	const own = field.displayOptions;
	return { ...field, displayOptions: { ...own, show: { ...show, ...own?.show } } };
}

/** Everything the node asks for: the resource, its operations, and their fields. */
export const properties: INodeProperties[] = [
	resourceField,
	...RESOURCES.map(operationField),
	...operationFields(),
];
