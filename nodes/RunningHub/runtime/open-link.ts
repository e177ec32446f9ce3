import type { NodeEgressFilter } from 'n8n-workflow';
import {
	type Reach,
	reachOfHost,
	readWebAddress,
	redirectTarget,
} from '../../../runninghub/network-reach';
import type { ExecuteContext, FileContext } from './n8n-context';
import { type OpenFile, type OpenOptions, openUrl } from './open-file';

/** Redirects that are followed. */
const MOST_HOPS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Why a link may not be opened. */
export type Refusal =
	| Exclude<Reach, 'public'>
	/** By the rules that n8n's administrator set. */
	| 'n8n';

/** A link of the user's, opened, or why it was not. */
export type LinkOpening =
	| {
			readonly opened: OpenFile;
			/** Where the file was found in the end. */
			readonly url: string;
			/** Whether RunningHub cannot come there. */
			readonly isPrivate: boolean;
	  }
	| { readonly refused: Refusal; readonly host: string }
	/** In words, to go after a colon. */
	| { readonly failed: string };

/** What n8n needs to have for opening links. */
export interface LinkContext {
	readonly helpers: FileContext['helpers'] &
		// Versions of n8n before 2.x have none.
		Partial<Pick<ExecuteContext['helpers'], 'getSecureEgressFilter'>>;
}

/** How a link may be opened. */
export interface LinkAccess {
	/** Whether addresses in the own network may be opened. */
	readonly mayReachPrivate: boolean;
	/** Milliseconds for the whole file. */
	readonly timeout: number;
	readonly signal: AbortSignal;
	readonly headers?: OpenOptions['headers'];
}

/**
 * Opens a link that a user gave, without the credential. Redirects are followed one by one, as each
 * may lead into the own network.
 */
export async function openLink(
	ctx: LinkContext,
	link: string,
	access: LinkAccess,
): Promise<LinkOpening> {
	const filter = ctx.helpers.getSecureEgressFilter?.();
	let url = readWebAddress(link);
	for (let hop = 0; hop <= MOST_HOPS; hop++) {
		if (url === undefined) return { failed: 'it leads to something other than a web address' };
		const host = url.hostname;
		const reach = await farthest(filter, host);
		if (reach === 'forbidden' || (reach === 'private' && !access.mayReachPrivate)) {
			return { refused: reach, host };
		}
		if (await isBlocked(filter, url)) return { refused: 'n8n', host };
		const { timeout, signal, headers } = access;
		const opening = await openUrl(ctx, url.href, timeout, signal, {
			stayHere: true,
			...(headers && { headers }),
		});
		if ('fault' in opening) return { failed: opening.fault.message };
		if ('opened' in opening) {
			return { opened: opening.opened, url: url.href, isPrivate: reach === 'private' };
		}
		const { status, location } = opening;
		if (!REDIRECTS.has(status) || location === undefined) {
			return { failed: `the server answered with HTTP ${status}` };
		}
		url = redirectTarget(location, url);
	}
	return { failed: 'it leads from one address to the next without end' };
}

/** Whether the administrator's rules for outgoing requests forbid an address. */
async function isBlocked(filter: NodeEgressFilter | undefined, url: URL): Promise<boolean> {
	if (filter === undefined) return false;
	return await filter.validateUrl(url).then(
		({ ok }) => !ok,
		// The name was not found, which the request itself will tell.
		() => false,
	);
}

/** The least public of a host's addresses; by its name alone where n8n looks up no names. */
async function farthest(filter: NodeEgressFilter | undefined, host: string): Promise<Reach> {
	const byName = reachOfHost(host);
	if (byName !== 'public' || filter === undefined || isNumber(host)) return byName;
	const reaches = (await addressesOf(filter, host)).map(reachOfHost);
	return (['forbidden', 'private'] as const).find((reach) => reaches.includes(reach)) ?? 'public';
}

function isNumber(host: string): boolean {
	return host.startsWith('[') || /^[\d.]+$/.test(host);
}

/** None where the name is not found here: a proxy may know it. */
async function addressesOf(filter: NodeEgressFilter, host: string): Promise<string[]> {
	return await new Promise((resolve) => {
		filter.createSecureLookup()(host, { all: true }, (error, addresses) => {
			if (error) resolve([]);
			else if (typeof addresses === 'string') resolve([addresses]);
			else resolve(addresses.map(({ address }) => address));
		});
	});
}
