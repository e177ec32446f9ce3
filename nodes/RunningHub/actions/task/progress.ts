import type { IDataObject } from 'n8n-workflow';
import { type Progress, readProgress } from '../../../../runninghub/api/progress';
import { progressAddress } from '../../../../runninghub/api/progress-address';
import type { TaskState } from '../../../../runninghub/api/read-task-state';
import type { Transport } from '../../../../runninghub/transport';
import { n8nClock } from '../../runtime/n8n-clock';

/** Milliseconds to listen for a message. */
const PATIENCE = 5000;

/**
 * How far a task is, as fields for its item. Never fails: what cannot be told is said in
 * `progressNote`, and the state stands without it. The socket's address holds a token and is never
 * shown (docs/runninghub-api.md, section 18).
 */
export async function progressOf(
	transport: Transport,
	taskId: string,
	state: TaskState,
	signal: AbortSignal,
): Promise<IDataObject> {
	if (signal.aborted) return none('the execution was stopped');
	if (state.phase === 'done') return { progress: 100 };
	if (state.phase !== 'active') return none('the task is over');
	const address = await progressAddress(transport, taskId).catch(() => undefined);
	if (address === undefined) return none('RunningHub offers no progress for this task now');
	const Socket = socketClass();
	if (Socket === undefined)
		return none('this n8n runs on a Node.js without WebSocket, which came with Node.js 22');
	const progress = await listen(Socket, address, signal);
	if (progress === undefined) return none('the progress socket told nothing in time');
	const { percent, nodeId } = progress;
	return { progress: percent, ...(nodeId !== null && { progressNodeId: nodeId }) };
}

function none(reason: string): IDataObject {
	return { progressNote: reason };
}

/** What is used of the WebSocket of newer Node.js versions. */
interface Socket {
	addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void;
	close(): void;
}

type SocketClass = new (address: string) => Socket;

declare const WebSocket: SocketClass | undefined;

function socketClass(): SocketClass | undefined {
	return typeof WebSocket === 'undefined' ? undefined : WebSocket;
}

async function listen(
	Socket: SocketClass,
	address: string,
	signal: AbortSignal,
): Promise<Progress | undefined> {
	const over = new AbortController();
	const stop = (): void => over.abort();
	let heard: Progress | undefined;
	const opened = open(Socket, address);
	if (opened === undefined) return undefined;
	opened.addEventListener('message', ({ data }) => {
		const progress = readProgress(data);
		if (progress === undefined) return;
		heard = progress;
		// The first message may be about a node that is just starting: a share says more.
		if (progress.percent !== 0) over.abort();
	});
	opened.addEventListener('error', () => over.abort());
	opened.addEventListener('close', () => over.abort());
	signal.addEventListener('abort', stop, { once: true });
	await n8nClock.sleep(PATIENCE, over.signal);
	signal.removeEventListener('abort', stop);
	opened.close();
	return heard;
}

function open(Socket: SocketClass, address: string): Socket | undefined {
	try {
		return new Socket(address);
	} catch {
		return undefined;
	}
}
