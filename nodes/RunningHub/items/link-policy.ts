import { reachOfAddress, shownAddress } from '../../../runninghub/network-reach';
import type { Refusal } from '../runtime/open-link';

/** What an item allows to be done with links. */
export interface LinkPolicy {
	/** Where RunningHub is: one in the own network reaches what is in it. */
	readonly baseUrl: string;
	/** Whether n8n may fetch files that only the own network knows, and upload them. */
	readonly fetchPrivate: boolean;
}

/** Whether RunningHub itself is in the own network. */
export function isInOwnNetwork({ baseUrl }: LinkPolicy): boolean {
	return reachOfAddress(baseUrl) !== 'public';
}

/** Whether n8n may open links into the own network. */
export function mayReachPrivate(policy: LinkPolicy): boolean {
	return policy.fetchPrivate || isInOwnNetwork(policy);
}

/** What keeps a link from being opened or handed on, as far as its name tells. */
export function linkProblem(link: string, policy: LinkPolicy): string | undefined {
	if (!/^https?:/i.test(link)) return undefined;
	const reach = reachOfAddress(link);
	if (reach === 'public' || (reach === 'private' && mayReachPrivate(policy))) return undefined;
	return refusalText(link, reach);
}

/** Says why a link may not be opened, and what can be done. @param leadsTo the host it redirects to. */
export function refusalText(link: string, refusal: Refusal, leadsTo = ''): string {
	const shown = shownAddress(link);
	const place = leadsTo === '' || shown.includes(`//${leadsTo}`) ? 'is' : `leads to ${leadsTo},`;
	switch (refusal) {
		case 'private':
			return `${shown} ${place} in a private network, which RunningHub cannot reach. Switch on Fetch Private Links under Options to have n8n fetch and upload such files, or give the file as a binary field.`;
		case 'forbidden':
			return `${shown} ${place} a link-local address or a service inside a cloud. Such addresses are never opened or sent.`;
		case 'n8n':
			return `${shown} ${place} an address to which this n8n allows no requests. Ask its administrator, or give the file as a binary field.`;
	}
}
