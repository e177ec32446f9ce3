import { itemBinaries } from '../../items/binary-fields';
import { loraFileField, loraNameField } from './fields';
import { FieldValues } from '../../parameters/field-values';
import { invalidInput } from '../../parameters/invalid-input';
import type { CallOperation } from '../../operation';

/** Upload a LoRA of one's own. */
export const uploadLora: CallOperation = {
	type: 'call',
	value: 'uploadLora',
	name: 'Upload LoRA',
	action: 'Upload a LoRA',
	description:
		'Upload a LoRA of your own for the node RHLoraLoader; one that is there already is not sent again',
	fields: [loraFileField, loraNameField],
	async call(ctx, itemIndex, session) {
		const { uploadLora: upload } = await import('../../../../runninghub/api/loras');
		const { binarySource } = await import('../../items/binary-source');
		const { presignedStore } = await import('../../runtime/presigned-store');
		const { transport } = await session.connection();
		const values = FieldValues.ofItem(ctx, itemIndex);
		const field = values.text(loraFileField).trim();
		const binaries = itemBinaries(ctx, itemIndex);
		const binary = binaries.get(field);
		if (binary === undefined) {
			const names = [...binaries.keys()];
			throw invalidInput(
				`Input Binary Field: the item has no binary field named "${field}"`,
				names.length === 0 ? 'The item has no binary fields.' : `It has: ${names.join(', ')}.`,
			);
		}
		const { source, hash } = await binarySource(ctx, binary, 'md5');
		const given = values.text(loraNameField).trim();
		const name = given === '' ? (binary.fileName ?? 'lora').replace(/\.[^.]+$/, '') : given;
		const lora = { name, md5: hash, file: source };
		const stored = await upload(transport, presignedStore(ctx), lora, session.signal);
		return [{ json: { ...stored, loraName: name, md5: hash }, pairedItem: { item: itemIndex } }];
	},
};
