import type { IBinaryData, INodeProperties } from 'n8n-workflow';
import { describedFile } from '../../../runninghub/forms/described-file';
import { isJsonObject } from '../../../runninghub/json';
import { binaryFields, isBinary, itemBinaries, namedBinary } from '../items/binary-fields';
import type { ExecuteContext } from '../runtime/n8n-context';
import { FieldValues } from './field-values';
import { invalidInput } from '../items/invalid-input';

/**
 * The file that a field calls for: by the name of a binary field of the item, or as the file's own
 * object, which an expression gives.
 *
 * @throws RunningHubError of kind `invalid` when the item has no such file.
 */
export function givenBinary(
	ctx: ExecuteContext,
	itemIndex: number,
	field: INodeProperties,
): IBinaryData {
	const value: unknown = ctx.getNodeParameter(field.name, itemIndex, null);
	if (isBinary(value)) return value;
	// What `$binary` gives names its place in the store, and no content.
	if (isJsonObject(value) && typeof value.id === 'string') {
		const stored = { ...value, data: '' };
		if (isBinary(stored)) return stored;
	}
	const binaries = itemBinaries(ctx, itemIndex);
	const described = describedFile(value, binaryFields(binaries));
	if (described !== undefined && 'problem' in described) {
		throw invalidInput(`${field.displayName}: ${described.problem}`, 'Nothing was sent.');
	}
	const name = described?.name ?? FieldValues.ofItem(ctx, itemIndex).text(field).trim();
	const binary = namedBinary(binaries, name);
	if (binary !== undefined) return binary;
	const names = [...binaries.keys()];
	throw invalidInput(
		`${field.displayName}: the item has no binary field named "${name}"`,
		names.length === 0 ? 'The item has no binary fields.' : `It has: ${names.join(', ')}.`,
	);
}

/** The content of a file, wherever n8n keeps it. */
export async function binaryContent(
	ctx: ExecuteContext,
	{ id, data }: Pick<IBinaryData, 'id' | 'data'>,
): Promise<Buffer> {
	if (id === undefined) return Buffer.from(data, 'base64');
	return await ctx.helpers.binaryToBuffer(await ctx.helpers.getBinaryStream(id));
}
