import type { Json } from './json.cts';

/** What a request was about. */
export type RouteKind =
	| 'submit'
	| 'price'
	| 'query'
	| 'upload'
	| 'legacyUpload'
	| 'queueStatus'
	| 'account'
	| 'keyList'
	| 'status'
	| 'outputs'
	| 'cancel'
	| 'webhookDetail'
	| 'webhookRetry'
	| 'download'
	| 'workflowRun'
	| 'legacyWorkflowRun'
	| 'workflowGraph'
	| 'appRun'
	| 'legacyAppRun'
	| 'appInputs'
	| 'appList'
	| 'quickCreateRun'
	| 'quickCreateStyles'
	| 'loraUploadUrl'
	| 'loraTransfer'
	| 'resourceList'
	| 'assetCreate'
	| 'assetList'
	| 'assetQuery'
	| 'assetUpdate'
	| 'assetDelete'
	| 'assetGroupCreate'
	| 'assetGroupList'
	| 'assetGroupQuery'
	| 'assetGroupUpdate'
	| 'assetGroupDelete'
	| 'proxyPrompt'
	| 'proxyHistory'
	| 'proxyNodeInfo'
	| 'proxyUpload'
	| 'proxyView'
	| 'progress'
	| 'registry'
	| 'other';

/** Requests that make a task when all goes well. */
export const SUBMIT_KINDS: readonly RouteKind[] = [
	'submit',
	'workflowRun',
	'legacyWorkflowRun',
	'appRun',
	'legacyAppRun',
	'quickCreateRun',
	'proxyPrompt',
];

/** One request as it arrived. */
export interface LoggedRequest {
	readonly method: string;
	/** Decoded, without the query. */
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly kind: RouteKind;
	/** Milliseconds since the epoch. */
	readonly at: number;
	/** By lower-case name. */
	readonly headers: Readonly<Record<string, string>>;
	/** JSON bodies parsed; of an upload its fields, the file described. `undefined`: none, or not JSON. */
	body: Json | undefined;
	/** The key it was let in with. */
	key?: string;
	/** HTTP status of the answer; 0 while there is none. */
	status: number;
	/** The kind of fault that hit it. */
	fault?: string;
}

/** Every request of a simulator, in the order of arrival. */
export class RequestLog {
	readonly entries: LoggedRequest[] = [];

	/** Requests with one of these kinds. */
	of(...kinds: readonly RouteKind[]): LoggedRequest[] {
		return this.entries.filter((entry) => kinds.includes(entry.kind));
	}

	byKind(): Readonly<Partial<Record<RouteKind, number>>> {
		const counts: Partial<Record<RouteKind, number>> = {};
		for (const { kind } of this.entries) counts[kind] = (counts[kind] ?? 0) + 1;
		return counts;
	}
}
