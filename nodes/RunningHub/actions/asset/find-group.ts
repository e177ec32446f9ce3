import { type AssetGroup, listAssetGroups } from '../../../../runninghub/api/assets';
import { collectPages } from '../../parameters/pages';
import type { Session } from '../../runtime/session';

/**
 * The group of exactly that name, if there is one.
 * @throws RunningHubError.
 */
export async function findGroup(session: Session, name: string): Promise<AssetGroup | undefined> {
	const { transport } = await session.connection();
	const similar = await collectPages(
		Number.POSITIVE_INFINITY,
		async (page) =>
			await session.read(async (signal) => await listAssetGroups(transport, name, page, signal)),
	);
	return similar.find((group) => group.name === name);
}
