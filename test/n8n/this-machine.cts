import dns from 'node:dns';
import { isIP } from 'node:net';

const PROXY = /^(?:https?|all)_proxy$/i;

/**
 * Makes this process like one on a machine without a network: names but this machine's own are not
 * found, and the host's proxy is not used. A test that asks RunningHub's public registry without a
 * credential, as the editor does, then sees at once what a closed network sees.
 */
export function stayOnThisMachine(): void {
	for (const name of Object.keys(process.env)) if (PROXY.test(name)) delete process.env[name];
	const { lookup, promises } = dns;
	const promised = promises.lookup;
	Reflect.set(dns, 'lookup', (name: string, ...rest: unknown[]) => {
		const done = rest.at(-1);
		if (isHere(name) || typeof done !== 'function') {
			Reflect.apply(lookup, dns, [name, ...rest]);
			return;
		}
		process.nextTick(() => Reflect.apply(done, undefined, [notFound(name)]));
	});
	Reflect.set(promises, 'lookup', async (name: string, ...rest: unknown[]) =>
		isHere(name)
			? await Reflect.apply(promised, promises, [name, ...rest])
			: await Promise.reject(notFound(name)),
	);
}

function isHere(name: string): boolean {
	return name === 'localhost' || isIP(name) !== 0;
}

function notFound(name: string): Error {
	return Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), {
		code: 'ENOTFOUND',
		errno: -3008,
		syscall: 'getaddrinfo',
		hostname: name,
	});
}
