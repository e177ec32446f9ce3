import {
	asText,
	isJsonObject,
	type JsonObject,
	type JsonValue,
	tryParseJson,
} from '../../../../runninghub/json';
import { invalidInput } from '../../parameters/invalid-input';

/** An entry of a `nodeInfoList` that a user gave. */
export interface ListedInput {
	readonly nodeId: string;
	readonly fieldName: string;
	readonly fieldValue: JsonValue;
	/** Everything the entry holds. */
	readonly entry: JsonObject;
}

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
 * Reads a `nodeInfoList` given as JSON: a list, or an object that holds one.
 *
 * @param name of the field, for the message.
 * @throws RunningHubError of kind `invalid` that names the entry that cannot be used.
 */
export function readNodeInfoList(value: unknown, name: string): ListedInput[] {
	if (value === undefined || value === null || value === '') return [];
	const parsed = typeof value === 'string' ? tryParseJson(value) : value;
	const list: unknown = isJsonObject(parsed) ? parsed.nodeInfoList : parsed;
	if (!Array.isArray(list)) {
		throw invalidInput(
			`${name}: this is not a list of node inputs`,
			'Write a list such as [{"nodeId": "6", "fieldName": "text", "fieldValue": "a red fox"}]. Nothing was submitted.',
		);
	}
	return list.map((entry: unknown, index) => readEntry(entry, index, name));
}

function readEntry(entry: unknown, index: number, name: string): ListedInput {
	const object = isJsonObject(entry) ? entry : {};
	const nodeId = asText(object.nodeId);
	const fieldName = asText(object.fieldName);
	const { fieldValue } = object;
	if (nodeId !== '' && fieldName !== '' && fieldValue !== undefined) {
		return { nodeId, fieldName, fieldValue, entry: object };
	}
	throw invalidInput(
		`${name}: entry ${index + 1} lacks nodeId, fieldName or fieldValue`,
		'Each entry needs all three. Nothing was submitted.',
	);
}
