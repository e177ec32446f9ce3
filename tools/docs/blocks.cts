import { properties as triggerProperties } from '../../nodes/RunningHubTrigger/properties';
import { RESOURCES } from '../../nodes/RunningHub/actions/resources';
import type { Catalogue } from '../../runninghub/catalogue/catalogue';
import { isResource } from '../../runninghub/catalogue/operations';
import { errorKindTable, errorTable } from './error-table.cts';
import { fieldTables } from './field-tables.cts';
import { firstChoiceTable, goodStartTable, WORDINGS } from './good-start-tables.cts';
import { resourceTable } from './index-table.cts';
import { modelTables, parameterTables } from './model-tables.cts';
import { operationTable, resourceFields } from './operation-table.cts';

/** Every generated block by its name. All of them belong on some page. */
export function blockMakers(catalogue: Catalogue): ReadonlyMap<string, () => string> {
	const makers = new Map<string, () => string>([
		['resources', resourceTable],
		['first choices', () => firstChoiceTable(catalogue, RESOURCES)],
		['first choices in Chinese', () => firstChoiceTable(catalogue, RESOURCES, WORDINGS.zh)],
		['error codes', errorTable],
		['error kinds in Chinese', () => errorKindTable(['类型', 'RunningHub 的错误码'])],
		[
			'trigger fields',
			() =>
				fieldTables(
					triggerProperties.map((field) => ({ field, operations: [] })),
					[],
				),
		],
	]);
	for (const resource of RESOURCES) {
		const { value } = resource;
		makers.set(`${value} operations`, () => operationTable(resource));
		makers.set(`${value} fields`, () => resourceFields(resource));
		if (!isResource(value)) continue;
		const withModels = { ...resource, value };
		makers.set(`${value} good starts`, () => goodStartTable(catalogue, withModels));
		makers.set(`${value} good starts in Chinese`, () =>
			goodStartTable(catalogue, withModels, WORDINGS.zh),
		);
		makers.set(`${value} models`, () => modelTables(catalogue, withModels));
		makers.set(`${value} parameters`, () => parameterTables(catalogue, withModels));
	}
	return makers;
}
