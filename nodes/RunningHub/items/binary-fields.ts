import type { IBinaryData } from 'n8n-workflow';
import type { BinaryField } from '../../../runninghub/forms/media-reference';
import { asObject, isJsonObject } from '../../../runninghub/json';
import type { ExecuteContext } from '../runtime/n8n-context';

/** Where n8n's combined binary mode keeps the files of an item. */
const COMBINED = '_files';

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

/** What the checks of a form need to know of an item's files. */
export function binaryFields(binaries: ReadonlyMap<string, IBinaryData>): BinaryField[] {
	return [...binaries].map(([name, { mimeType, fileName, fileExtension, bytes }]) => ({
		name,
		mimeType,
		...(fileName !== undefined && { fileName }),
		...(fileExtension !== undefined && { fileExtension }),
		...(bytes !== undefined && { bytes }),
	}));
}

function isBinary(value: unknown): value is IBinaryData {
	return (
		isJsonObject(value) && typeof value.mimeType === 'string' && typeof value.data === 'string'
	);
}
