import { reachOfAddress, readWebAddress } from '../../../runninghub/network-reach';

/**
 * Why RunningHub cannot call an address back; `undefined` where it can, as far as the names tell.
 *
 * @param address of n8n, as it is given to RunningHub.
 * @param baseUrl of the RunningHub site. One in the own network reaches what is in it.
 */
export function whyUnreachable(address: string, baseUrl: string): string | undefined {
	const host = readWebAddress(address)?.hostname;
	if (host === undefined) return 'n8n gives no address to be called back at';
	if (reachOfAddress(address) === 'public' || reachOfAddress(baseUrl) !== 'public')
		return undefined;
	return `RunningHub cannot reach this n8n at ${host}. Set WEBHOOK_URL to its public address`;
}
