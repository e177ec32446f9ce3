/**
 * Why RunningHub cannot call an address back; `undefined` where it can, as far as the names tell.
 *
 * @param address of n8n, as it is given to RunningHub.
 * @param baseUrl of the RunningHub site. One in the own network reaches what is in it.
 */
export function whyUnreachable(address: string, baseUrl: string): string | undefined {
	const host = hostOf(address);
	if (host === undefined) return 'n8n gives no address to be called back at';
	if (!isPrivate(host) || isPrivate(hostOf(baseUrl) ?? '')) return undefined;
	return `RunningHub cannot reach this n8n at ${host}. Set WEBHOOK_URL to its public address`;
}

function hostOf(address: string): string | undefined {
	return /^https?:\/\/(?:[^/?#@]*@)?(\[[^\]]+\]|[^/:?#]+)/i.exec(address)?.[1]?.toLowerCase();
}

/** Whether a host is known in its own network only. */
function isPrivate(host: string): boolean {
	if (host.startsWith('[')) return /^\[(::1?\]|::ffff:|f[cd]|fe[89ab])/.test(host);
	return (
		!host.includes('.') ||
		/\.(localhost|local|internal|lan|home|test)$/.test(host) ||
		/^(0|10|127)\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\.|^192\.168\./.test(host) ||
		// Shared by the customers of a provider, and used by private overlay networks.
		/^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./.test(host)
	);
}
