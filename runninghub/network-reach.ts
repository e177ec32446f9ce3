/** From where a host can be reached, as far as its name or its number tells. */
export type Reach =
	| 'public'
	/** From its own network only. */
	| 'private'
	/** A link-local address, or a cloud's own service that hands out secrets: nobody's business. */
	| 'forbidden';

/**
 * A web address taken apart as browsers do it, so that no spelling hides its host;
 * `undefined` for what is no `http` or `https` address.
 */
export function readWebAddress(address: string): URL | undefined {
	try {
		const url = new URL(address);
		return /^https?:$/.test(url.protocol) && url.hostname !== '' ? url : undefined;
	} catch {
		return undefined;
	}
}

/** Where a redirect from an address leads, which may be told in part; `undefined` as above. */
export function redirectTarget(location: string, from: URL): URL | undefined {
	try {
		return readWebAddress(new URL(location, from).href);
	} catch {
		return undefined;
	}
}

/** The address without what may be secret in it: name and password, query and fragment. */
export function shownAddress(address: string): string {
	const url = readWebAddress(address);
	const shown = url === undefined ? address : `${url.protocol}//${url.host}${url.pathname}`;
	return shown.split(/[?#]/, 1).join('').slice(0, 120);
}

/** Whether a web address can be reached by everybody; what is no web address cannot. */
export function reachOfAddress(address: string): Reach {
	const url = readWebAddress(address);
	return url === undefined ? 'private' : reachOfHost(url.hostname);
}

/**
 * From where a host can be reached.
 *
 * @param host a name, an IPv4 address, or an IPv6 address with or without brackets.
 */
export function reachOfHost(host: string): Reach {
	// The parser of addresses knows every spelling of a number: decimal, octal, shortened.
	const written = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
	const plain = (readWebAddress(`http://${written}/`)?.hostname ?? host)
		.toLowerCase()
		.replace(/\.+$/, '');
	if (plain.startsWith('[')) return reachOfGroups(groupsOf(plain.slice(1, -1)));
	const numbers = /^\d+\.\d+\.\d+\.\d+$/.test(plain) ? plain.split('.').map(Number) : undefined;
	return numbers === undefined ? reachOfName(plain) : reachOfNumbers(numbers);
}

const METADATA_NAMES = /^(?:metadata|instance-data)(?:\.|$)|\.metadata\.google\.internal$/;
const PRIVATE_NAMES =
	/(?:^|\.)(?:localhost|localdomain|local|internal|intranet|corp|lan|home|home\.arpa|private|test)$/;

function reachOfName(name: string): Reach {
	if (METADATA_NAMES.test(name) && !isPublicName(name)) return 'forbidden';
	return isPublicName(name) ? 'public' : 'private';
}

function isPublicName(name: string): boolean {
	return name.includes('.') && name !== 'metadata.goog' && !PRIVATE_NAMES.test(name);
}

function reachOfNumbers([a = 0, b = 0, c = 0, d = 0]: readonly number[]): Reach {
	if (a === 169 && b === 254) return 'forbidden';
	const isMetadata = (a === 100 && b === 100 && c === 100 && d === 200) || isOracle(a, b, c, d);
	if (isMetadata) return 'forbidden';
	const isPrivate =
		a === 0 ||
		a === 10 ||
		a === 127 ||
		(a === 172 && b >= 16 && b <= 31) ||
		(a === 192 && b === 168) ||
		(a === 192 && b === 0 && c === 0) ||
		// Shared by the customers of a provider, and used by private overlay networks.
		(a === 100 && b >= 64 && b <= 127) ||
		a >= 224;
	return isPrivate ? 'private' : 'public';
}

function isOracle(a: number, b: number, c: number, d: number): boolean {
	return a === 192 && b === 0 && c === 0 && d === 192;
}

/** The eight groups of an IPv6 address as the parser of addresses writes it. */
function groupsOf(address: string): number[] {
	const [head = '', tail] = address.split('::');
	const read = (part: string): number[] =>
		part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
	if (tail === undefined) return read(head);
	const [left, right] = [read(head), read(tail)];
	return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}

function reachOfGroups(groups: readonly number[]): Reach {
	const [first = 0, second = 0, third = 0] = groups;
	const last = groups.slice(6);
	const front = groups.slice(0, 6).join(':');
	// An IPv4 address in another dress: mapped, compatible, translated, tunnelled.
	if (front === '0:0:0:0:0:65535' || front === '100:65435:0:0:0:0') return reachOfNumbers(v4(last));
	if (front === '0:0:0:0:0:0') {
		return last[0] === 0 ? 'private' : reachOfNumbers(v4(last));
	}
	if (first === 0x2002) return reachOfNumbers(v4([second, third]));
	if ((first & 0xffc0) === 0xfe80) return 'forbidden';
	const rest = groups.slice(1).join(':');
	if (first === 0xfd00 && rest === `${0xec2}:0:0:0:0:0:${0x254}`) return 'forbidden';
	if (first === 0xfd20 && rest === `${0xce}:0:0:0:0:0:${0x254}`) return 'forbidden';
	const isPrivate =
		(first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfec0 || (first & 0xff00) === 0xff00;
	return isPrivate ? 'private' : 'public';
}

function v4(groups: readonly number[]): number[] {
	return groups.flatMap((group) => [group >> 8, group & 255]);
}
