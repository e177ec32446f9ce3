import { loraFileField, loraNameField } from './fields';
import { FieldValues } from '../../parameters/field-values';
import { givenBinary } from '../../parameters/given-binary';
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
		const binary = givenBinary(ctx, itemIndex, loraFileField);
		const { source, hash } = await binarySource(ctx, binary, 'md5');
		const given = values.text(loraNameField).trim();
		const name = given === '' ? (binary.fileName ?? 'lora').replace(/\.[^.]+$/, '') : given;
		const lora = { name, md5: hash, file: source };
		const stored = await upload(transport, presignedStore(ctx), lora, session.signal);
		return [{ json: { ...stored, loraName: name, md5: hash }, pairedItem: { item: itemIndex } }];
	},
};
