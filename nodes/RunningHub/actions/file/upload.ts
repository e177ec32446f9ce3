import { inParallel } from '../../../../runninghub/concurrency/in-parallel';
import { binaryFields, itemBinaries } from '../../items/binary-fields';
import { known } from '../../items/known';
import { filesField } from './fields';
import { linkOptionsField } from '../../fields/link-options';
import { readLinkPolicy } from '../../parameters/private-links';
import { invalidInput } from '../../items/invalid-input';
import type { CallOperation } from '../../operation';

/** Uploads of one item at a time. */
const WIDTH = 4;

/** Upload files. */
export const upload: CallOperation = {
	type: 'call',
	value: 'upload',
	name: 'Upload',
	action: 'Upload a file',
	description: 'Upload files, for use in models, workflows and AI apps within a day',
	fields: [filesField, linkOptionsField],
	async call(ctx, itemIndex, session) {
		const { MediaUploads } = await import('../../items/media-uploads');
		const { readMediaValue } = await import('../../../../runninghub/forms/media-value');
		const { checkFiles } = await import('../../items/check-files');
		const { transport, baseUrl } = await session.connection();
		const links = readLinkPolicy(ctx, itemIndex, baseUrl);
		const binaries = itemBinaries(ctx, itemIndex);
		const value = ctx.getNodeParameter('files', itemIndex, 'data');
		const reading = readMediaValue(value, binaryFields(binaries));
		if ('problem' in reading)
			throw invalidInput(`Files: ${reading.problem}`, 'Nothing was uploaded.');
		if (reading.references.length === 0) {
			throw invalidInput(
				'Files: a value is required',
				'Name a binary field of the input, such as data.',
			);
		}
		const rule = { label: filesField.displayName };
		const files = reading.references.map((reference) => ({ rule, reference }));
		await checkFiles(ctx, files, binaries, links);
		const uploads = new MediaUploads(ctx, transport);
		return await inParallel(files, WIDTH, async (file, index) => {
			const { reference } = file;
			const { url, fileName } = await uploads.file(file, {
				binaries,
				links,
				signal: session.signal,
			});
			const source = reference.from === 'binaryField' ? reference.name : null;
			return {
				json: { ...known({ url, fileName, source }), index },
				pairedItem: { item: itemIndex },
			};
		});
	},
};
