import { type AssetType, createAsset, createAssetGroup } from '../../../../runninghub/api/assets';
import type { MediaKind } from '../../../../runninghub/forms/form-field';
import { RunningHubError } from '../../../../runninghub/errors/runninghub-error';
import type { Transport } from '../../../../runninghub/transport';
import { binaryFields, itemBinaries } from '../../items/binary-fields';
import { n8nClock } from '../../runtime/n8n-clock';
import type { Session } from '../../runtime/session';
import { assetFileField, assetGroupField, assetNameField, assetTypeField } from './fields';
import { findGroup } from './find-group';
import { linkOptionsField } from '../../fields/link-options';
import { FieldValues } from '../../parameters/field-values';
import { readLinkPolicy } from '../../parameters/private-links';
import { invalidInput } from '../../items/invalid-input';
import type { CallOperation } from '../../operation';

const TYPES: readonly AssetType[] = ['Image', 'Video', 'Audio'];
const KINDS: Readonly<Record<AssetType, MediaKind>> = {
	Image: 'image',
	Video: 'video',
	Audio: 'audio',
};
/** Milliseconds to wait until an asset is usable: RunningHub's own clients wait this long. */
const TIMEOUTS: Readonly<Record<AssetType, number>> = {
	Image: 180_000,
	Audio: 180_000,
	Video: 300_000,
};

/** Make an asset of a file and wait until models can use it. */
export const create: CallOperation = {
	type: 'call',
	value: 'create',
	name: 'Create',
	action: 'Create an asset',
	description: 'Put a file into the material library and wait until models can use it',
	fields: [assetFileField, assetTypeField, assetNameField, assetGroupField, linkOptionsField],
	async call(ctx, itemIndex, session) {
		const { MediaUploads } = await import('../../items/media-uploads');
		const { readMediaValue } = await import('../../../../runninghub/forms/media-value');
		const { checkFiles } = await import('../../items/check-files');
		const { transport, baseUrl } = await session.connection();
		const links = readLinkPolicy(ctx, itemIndex, baseUrl);
		const values = FieldValues.ofItem(ctx, itemIndex);
		const chosen = values.choice(assetTypeField);
		const assetType = TYPES.find((type) => type === chosen) ?? 'Image';
		const group = values.text(assetGroupField).trim() || 'n8n';
		const name = values.requiredText(assetNameField, 'Give the asset a name.');
		const binaries = itemBinaries(ctx, itemIndex);
		const reading = readMediaValue(
			ctx.getNodeParameter('assetFile', itemIndex, 'data'),
			binaryFields(binaries),
		);
		if ('problem' in reading)
			throw invalidInput(`File: ${reading.problem}`, 'Nothing was uploaded.');
		const [reference, ...others] = reading.references;
		if (reference === undefined || others.length > 0) {
			throw invalidInput(
				`File: ${reading.references.length} files were given. Allowed: one.`,
				'Name one binary field of the input, or give one URL.',
			);
		}
		const file = { rule: { label: assetFileField.displayName, kind: KINDS[assetType] }, reference };
		await checkFiles(ctx, [file], binaries, links);
		const uploads = new MediaUploads(ctx, transport);
		const { url } = await uploads.file(file, { binaries, links, signal: session.signal });
		if (url === null) throw noAddress();
		const groupId = await session.assetGroups.get(
			group,
			async () => await groupOf(session, transport, group),
		);
		if (groupId === undefined) return [];
		session.heedStop();
		const asset = await createAsset(
			transport,
			n8nClock,
			{ groupId, url, assetType, name },
			TIMEOUTS[assetType],
			session.signal,
		);
		if (asset === undefined) return [];
		const uri = `asset://${asset.assetId}`;
		return [{ json: { ...asset, assetType, uri }, pairedItem: { item: itemIndex } }];
	},
};

async function groupOf(session: Session, transport: Transport, name: string): Promise<string> {
	const known = await findGroup(session, name);
	if (known !== undefined) return known;
	session.heedStop();
	return (await createAssetGroup(transport, name)).groupId;
}

function noAddress(): RunningHubError {
	return new RunningHubError({
		kind: 'auth',
		message: 'Assets need a file address, which RunningHub gives to enterprise (SHARED) keys only',
		hint: 'Use an enterprise (SHARED) API key in the credential, or give the file as a binary field or a URL.',
		noTaskMade: true,
	});
}
