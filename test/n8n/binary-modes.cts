import {
	BINARY_IN_JSON_PROPERTY,
	BINARY_MODE_COMBINED,
	BINARY_MODE_SEPARATE,
	type IBinaryKeyData,
	type INodeExecutionData,
	isBinaryValue,
} from 'n8n-workflow';

/** How the workflows of this run keep the files of their items; jest.modes.config.cjs runs the other ways. */
export const BINARY_MODE =
	Reflect.get(globalThis, 'BINARY_MODE') === BINARY_MODE_COMBINED
		? BINARY_MODE_COMBINED
		: BINARY_MODE_SEPARATE;

/** Where n8n of this run has the content of files: `default` is in memory, inside the items. */
export const BINARY_STORAGE =
	Reflect.get(globalThis, 'BINARY_STORAGE') === 'default' ? 'default' : 'filesystem';

/** Whether files lie inside the json of their item, under `_files`, and not beside it. */
const INSIDE_JSON = BINARY_MODE === BINARY_MODE_COMBINED && BINARY_STORAGE === 'filesystem';

/** What stands in an expression for the file in the binary field `data`. */
export const FILE_CODE = INSIDE_JSON ? `$json.${BINARY_IN_JSON_PROPERTY}.data` : '$binary.data';

/**
 * An item with its files under `binary`, wherever the engine has put them.
 *
 * @throws Error when the engine has not put them where this run's modes ask for.
 */
export function withBinary(item: INodeExecutionData): INodeExecutionData {
	const { [BINARY_IN_JSON_PROPERTY]: files, ...json } = item.json;
	if (INSIDE_JSON && item.binary !== undefined) throw new Error('The files are beside the json');
	if (!INSIDE_JSON || typeof files !== 'object' || files === null) return item;
	const binary: IBinaryKeyData = {};
	for (const [name, value] of Object.entries(files)) {
		if (isBinaryValue(value)) binary[name] = value;
	}
	return { ...item, json, binary };
}
