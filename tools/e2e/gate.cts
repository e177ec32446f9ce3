import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An address on this machine that keeps its callers waiting until it is opened. */
export interface Gate {
	readonly url: string;
	/** Callers that have come so far. */
	readonly callers: number;
	/** Answers everybody from now on. */
	open(): void;
	close(): Promise<void>;
}

/** Opens a closed gate. */
export async function startGate(): Promise<Gate> {
	let isOpen = false;
	let callers = 0;
	const server = createServer((_request, response) => {
		callers += 1;
		if (isOpen) response.setHeader('content-type', 'application/json').end('{}');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	return {
		url: `http://127.0.0.1:${isTcp(address) ? address.port : 0}`,
		get callers() {
			return callers;
		},
		open: () => {
			isOpen = true;
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

function isTcp(
	address: ReturnType<ReturnType<typeof createServer>['address']>,
): address is AddressInfo {
	return address !== null && typeof address === 'object';
}
