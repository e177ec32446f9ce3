import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { itemBinaries } from '../items/binary-fields';
import type { ExecuteContext } from '../runtime/n8n-context';
import type { Session } from '../runtime/session';
import type { TaskOperation } from '../operation';
import { readLinkPolicy } from '../parameters/private-links';
import { readRunSettings } from './run-settings';
import type { CheckedItem } from './task-jobs';

/** An item that did not pass its checks. */
export interface RefusedItem {
	readonly index: number;
	readonly error: unknown;
}

/** All items, sorted by whether they may be submitted. */
export interface CheckedItems {
	readonly checked: readonly CheckedItem[];
	readonly refused: readonly RefusedItem[];
}

/** Reads and checks every item before anything is uploaded, submitted or paid. */
export async function checkItems(
	ctx: ExecuteContext,
	operation: TaskOperation,
	session: Session,
): Promise<CheckedItems> {
	const checked: CheckedItem[] = [];
	const refused: RefusedItem[] = [];
	for (const index of ctx.getInputData().keys()) {
		const outcome = await checkItem(ctx, operation, index, session).catch((error: unknown) => ({
			index,
			error,
		}));
		if ('error' in outcome) refused.push(outcome);
		else checked.push(outcome);
	}
	return { checked, refused };
}

async function checkItem(
	ctx: ExecuteContext,
	operation: TaskOperation,
	index: number,
	session: Session,
): Promise<CheckedItem> {
	const settings = readRunSettings(ctx, index);
	const links = readLinkPolicy(ctx, index, (await session.connection()).baseUrl);
	const binaries = itemBinaries(ctx, index);
	const request = await operation.prepare(ctx, index, session);
	if ('media' in request && request.media.length > 0) {
		const { checkFiles } = await import('../items/check-files');
		await checkFiles(ctx, request.media, binaries, links);
	}
	return { index, settings, request, binaries, links };
}

/** The one error for items that did not pass, when the workflow is to stop. */
export function refusalOf(refused: readonly RefusedItem[]): unknown {
	const [first] = refused;
	if (first === undefined) return undefined;
	const others = refused.length - 1;
	if (others === 0 || !(first.error instanceof RunningHubError)) return first.error;
	const places = refused.slice(1, 6).map(({ index }) => index);
	return first.error.with({
		hint: `${first.error.facts.hint} ${others} more ${others === 1 ? 'item needs' : 'items need'} correcting (n8n counts items from 0): ${places.join(', ')}${others > places.length ? ', …' : ''}.`,
	});
}
