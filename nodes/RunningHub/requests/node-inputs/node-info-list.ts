import {
	asText,
	isJsonObject,
	type JsonObject,
	type JsonValue,
	tryParseJson,
} from '../../../../runninghub/json';
import { switchIndex } from '../../../../runninghub/forms/app-form';
import { invalidInput } from '../../items/invalid-input';

/** An entry of a `nodeInfoList` that a user gave. */
export interface ListedInput {
	readonly nodeId: string;
	readonly fieldName: string;
	readonly fieldValue: JsonValue;
	/** What the entry says of the input, as RunningHub's own samples do. */
	readonly entry: JsonObject;
}

/**
 * What entries may say (docs/runninghub-api.md, sections 13.1 and 14). Nothing else that was pasted
 * with them, such as a key, goes anywhere.
 */
const DETAILS = [
	'nodeId',
	'nodeName',
	'fieldName',
	'fieldValue',
	'fieldData',
	'fieldType',
	'description',
	'descriptionEn',
];

/** Where a list comes wrapped up: samples, answers, and the item of AI App → Get Inputs. */
const WRAPPERS = ['nodeInfoList', 'inputs', 'data', 'json'];
const DEEPEST = 6;

/** The id of the form field for an input. */
export function inputName({
	nodeId,
	fieldName,
}: {
	readonly nodeId: string;
	readonly fieldName: string;
}): string {
	return `${nodeId}.${fieldName}`;
}

/**
 * Reads a `nodeInfoList` given as JSON: a list, one entry, or what holds the list, such as a sample
 * of RunningHub's own pages or the item of AI App → Get Inputs. Entries without a value are left out.
 *
 * @param name of the field, for the message.
 * @throws RunningHubError of kind `invalid` that names the entry that cannot be used.
 */
export function readNodeInfoList(value: unknown, name: string): ListedInput[] {
	if (value === undefined || value === null || value === '') return [];
	const list = findList(value, DEEPEST);
	if (list === undefined) {
		throw invalidInput(
			`${name}: this is not a list of node inputs`,
			'Write a list such as [{"nodeId": "6", "fieldName": "text", "fieldValue": "a red fox"}]. Nothing was submitted.',
		);
	}
	return list.flatMap((entry, index) => readEntry(entry, index, name));
}

function findList(value: unknown, depth: number): readonly unknown[] | undefined {
	if (depth === 0) return undefined;
	if (typeof value === 'string') {
		return findList(tryParseJson(value.replace(/^\uFEFF+/, '')), depth - 1);
	}
	if (Array.isArray(value)) {
		const entries: readonly unknown[] = value;
		const [only] = entries;
		const held = entries.length === 1 && isJsonObject(only) ? inside(only, depth) : undefined;
		return held ?? entries;
	}
	if (!isJsonObject(value)) return undefined;
	return inside(value, depth) ?? (value.nodeId === undefined ? undefined : [value]);
}

function inside(value: JsonObject, depth: number): readonly unknown[] | undefined {
	if (value.nodeId !== undefined) return undefined;
	for (const key of WRAPPERS) {
		const found = findList(value[key], depth - 1);
		if (found !== undefined) return found;
	}
	return undefined;
}

function readEntry(entry: unknown, index: number, name: string): ListedInput[] {
	const object = isJsonObject(entry) ? entry : {};
	const nodeId = asText(object.nodeId);
	const fieldName = asText(object.fieldName);
	const { fieldValue } = object;
	if (nodeId === '' || fieldName === '' || fieldValue === undefined) {
		throw invalidInput(
			`${name}: entry ${index + 1} lacks nodeId, fieldName or fieldValue`,
			'Each entry needs all three. Nothing was submitted.',
		);
	}
	if (fieldValue === null) return [];
	const details = Object.entries(object).filter(
		([key, detail]) => DETAILS.includes(key) && detail !== null,
	);
	return [
		{
			nodeId,
			fieldName,
			fieldValue:
				isSwitch(object) && typeof fieldValue !== 'object' ? switchIndex(fieldValue) : fieldValue,
			entry: Object.fromEntries(details),
		},
	];
}

function isSwitch({ fieldType }: JsonObject): boolean {
	return asText(fieldType).toUpperCase() === 'SWITCH';
}
