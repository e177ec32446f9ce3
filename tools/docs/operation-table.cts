import { properties } from '../../nodes/RunningHub/actions/properties';
import type { ResourceOperations } from '../../nodes/RunningHub/operation';
import { type FieldPlace, fieldTables } from './field-tables.cts';
import { code, fromHtml, plain, table } from './markdown.cts';

/** The operations of a resource and what each does. */
export function operationTable({ operations }: ResourceOperations): string {
	return table(
		['Operation', 'Name in JSON', 'What it does'],
		operations.map(({ name, value, description }) => [
			`**${plain(name)}**`,
			code(value),
			`${fromHtml(description)}.`,
		]),
	);
}

/** The fields that n8n shows for a resource, from the node's own description. */
export function resourceFields({ value, operations }: ResourceOperations): string {
	const places = properties.flatMap((field): FieldPlace[] => {
		const { resource, operation } = field.displayOptions?.show ?? {};
		if (field.name === 'operation' || resource?.includes(value) !== true) return [];
		const shown = operations.filter(
			(each) => operation === undefined || operation.includes(each.value),
		);
		return [{ field, operations: shown.map(({ name }) => name) }];
	});
	return places.length === 0
		? 'There is nothing to fill in.'
		: fieldTables(
				places,
				operations.map(({ name }) => name),
			);
}
