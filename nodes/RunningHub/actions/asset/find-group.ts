import { type AssetGroup, listAssetGroups } from '../../../../runninghub/api/assets';
import { findInPages } from '../../parameters/pages';
import type { Session } from '../../runtime/session';

/**
 * The ID of the group of exactly that name, if there is one.
 * @throws RunningHubError.
 */
export async function findGroup(session: Session, name: string): Promise<string | undefined> {
	const { transport } = await session.connection();
	const found = await findInPages<AssetGroup>(
		(group) => group.name === name,
		async (page) =>
			await session.read(async (signal) => await listAssetGroups(transport, name, page, signal)),
	);
	return found?.groupId;
}
