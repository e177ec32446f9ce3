import type { IBinaryData } from 'n8n-workflow';
import type { BinaryField } from '../../../runninghub/forms/media-reference';
import { asObject, isJsonObject } from '../../../runninghub/json';
import type { ExecuteContext } from '../runtime/n8n-context';

/** Where n8n's combined binary mode keeps the files of an item. */
const COMBINED = '_files';
const COMBINED_PATH = `${COMBINED}.`;

/** The files of an item by the name of their field, in either of n8n's binary modes. */
export function itemBinaries(
	ctx: ExecuteContext,
	itemIndex: number,
): ReadonlyMap<string, IBinaryData> {
	const item = ctx.getInputData()[itemIndex];
	const combined: unknown = item?.json[COMBINED];
	const found = new Map<string, IBinaryData>();
	for (const [name, value] of Object.entries({ ...asObject(combined), ...item?.binary })) {
		if (isBinary(value)) found.set(name, value);
	}
	return found;
}

/** The file of an item by the name of its field, or by its path as combined binary mode shows it. */
export function namedBinary(
	binaries: ReadonlyMap<string, IBinaryData>,
	name: string,
): IBinaryData | undefined {
	return (
		binaries.get(name) ??
		(name.startsWith(COMBINED_PATH) ? binaries.get(name.slice(COMBINED_PATH.length)) : undefined)
	);
}

/** What the checks of a form need to know of an item's files. */
export function binaryFields(binaries: ReadonlyMap<string, IBinaryData>): BinaryField[] {
	return [...binaries].map(([name, { mimeType, fileName, fileExtension, bytes }]) => ({
		name,
		path: `${COMBINED_PATH}${name}`,
		mimeType,
		...(fileName !== undefined && { fileName }),
		...(fileExtension !== undefined && { fileExtension }),
		...(bytes !== undefined && { bytes }),
	}));
}

/** Whether a value is a file as n8n passes it on. */
export function isBinary(value: unknown): value is IBinaryData {
	return (
		isJsonObject(value) && typeof value.mimeType === 'string' && typeof value.data === 'string'
	);
}
