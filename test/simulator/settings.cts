import type { JsonObject } from './json.cts';
import type { KeyKind } from './keys.cts';
import { SMALL_PICTURE_SIDE } from './media-files.cts';
import type { TaskFacts } from './tasks.cts';

/** The ways in which a wrong key has been seen to be answered (docs/runninghub-api.md, section 1.5). */
export type WrongKeyReply =
	/** What each route is known for: see `authorize`. */
	| 'byRoute'
	/** HTTP 401 `{"code":-1,"msg":"ApiKey verification failed"}` */
	| 'http401'
	/** HTTP 401, plain text. */
	| 'http401Text'
	/** HTTP 200 `{"code":401,"message":"ApiKey verification failed"}` */
	| 'code401'
	/** HTTP 200 `{"code":401,"message":"ApiKey verification failed: API Key不存在"}` */
	| 'keyNotFound'
	/** HTTP 200 `{"code":802,"msg":"APIKEY_UNAUTHORIZED","data":null}` */
	| 'code802'
	/** HTTP 200 `{"code":806,"msg":"APIKEY_USER_NOT_FOUND","data":null}`, said of a key of the other site. */
	| 'userNotFound'
	/** HTTP 200, the text `user not exist`, said of a key of the other site; its code is a guess. */
	| 'userNotExist'
	/** HTTP 200, flat, `errorCode` "1002". */
	| 'errorCode1002'
	/** HTTP 200, flat, `errorCode` "1601" (doubtful). */
	| 'errorCode1601';

/** Whose keys a node-keyed model takes, and which values of its options. */
export type NodeKeyedForm =
	/** Both keys and both values, mixed as one likes. */
	| 'any'
	/** `aspectRatio: "9:16"` */
	| 'aliasShown'
	/** `aspectRatio: "4"` */
	| 'aliasIndex'
	/** `41##select: "4"` */
	| 'nodeIndex'
	/** `41##select: "9:16"` */
	| 'nodeShown'
	/** Whatever is sent is refused with 301, as was seen on 2026-09-06. */
	| 'none';

/** Everything about the simulated service that may be changed while it runs. */
export interface SimulatorSettings {
	/** Milliseconds from a task's creation to its end. `Infinity`: never. 0: done within the submit. */
	duration: (task: TaskFacts) => number;
	/** The part of the duration that a task is QUEUED, 0 to 1. */
	queueShare: number;
	/** In which form node-keyed models take their body (docs/runninghub-api.md, section 3.3). */
	nodeKeyedForm: NodeKeyedForm;
	/** Entries of the registry, in its own form, that nobody has packaged yet; they run, too. */
	newerModels: readonly JsonObject[];
	/** What stands where the registry is looked for: the list, nothing, or some text. */
	registry: 'served' | 'missing' | { readonly text: string | Buffer };
	wrongKeyReply: WrongKeyReply;
	/** Whether NORMAL keys may use the v2 upload, on which reports differ (docs/runninghub-api.md, section 5.1). */
	normalKeyUpload: 'accept' | 'refuse';
	/** Whether v1 calls need, take or refuse the key in the body (docs/runninghub-api.md, section 1.2). */
	legacyBodyKey: 'required' | 'optional' | 'refused';
	/** Models that the site offers no longer: 40310 (docs/runninghub-api.md, section 8). */
	withdrawnModels: readonly string[];
	/** Whether the account can pay runs of workflows and apps: 414, before the graph is read. */
	computeBalance: 'enough' | 'tooLow';
	/** Kinds of key that standard models take. */
	modelKeyKinds: readonly KeyKind[];
	/** The code for a NORMAL key whose slots are taken. */
	normalBusyCode: '421' | '1520';
	/** Submits per minute and key after which 1003 is answered; null: as many as you like. */
	submitsPerMinute: number | null;
	/** Long or short answers to finished tasks, or both by turns. */
	answerForm: 'full' | 'short' | 'rotate';
	/** Results of the v2 query as objects, or as plain links and texts. */
	resultForm: 'objects' | 'links';
	/** What the v2 query says of a cancelled task (docs/runninghub-api.md, section 4.3). */
	cancelledStatus: '' | 'CANCEL' | 'CANCELLED';
	/** The `status` beside errorCode 1004 (docs/runninghub-api.md, section 4.3). */
	unknownTaskStatus: '' | 'FAILED';
	/** The name of the text field of the v2 upload's answer. */
	uploadTextField: 'message' | 'msg';
	/** Whether there are price previews. */
	pricePreview: 'on' | 'off';
	/** Largest file of the v2 upload, in bytes. */
	uploadLimitBytes: number;
	/** Largest file of the v1 upload, in bytes. */
	legacyUploadLimitBytes: number;
	/** Width and height of the pictures, in pixels. */
	pictureSide: number;
	/** Milliseconds that result links live. */
	resultLifetime: number;
	/** Milliseconds that uploads live. */
	uploadLifetime: number;
	/** How many tasks may wait in the personal queue of an EXCLUSIVE key (814). */
	personalQueueLimit: number;
	/** Instance types the service has (docs/runninghub-api.md, section 12.1). */
	instanceTypes: readonly string[];
	/** Of these, the ones that EXCLUSIVE keys have a machine of; others are refused with 435. */
	dedicatedInstanceTypes: readonly string[];
	/** Whether runs of workflows and apps may carry fields nobody documents. */
	unknownRunFields: 'accept' | 'refuse';
	/** How the v2 runs of workflows and apps word a refusal (docs/runninghub-api.md, section 12.1). */
	runRefusal: 'flat' | 'envelope';
	/** Whether v2 runs read `accessPassword`, which is not listed there. */
	v2AccessPassword: 'ignored' | 'honoured';
	/** What 803 says (docs/runninghub-api.md, section 12.1). */
	nodeInfoMessage: 'NODE_INFO_MISMATCH' | 'APIKEY_INVALID_NODE_INFO';
	/** What becomes of a graph that ComfyUI refuses: a task that fails at once, or 433 and no task. */
	refusedGraph: 'task' | 'code433';
	/**
	 * Whether graphs are checked against the classes of nodes that the simulator knows. Graphs that were
	 * shortened for a test lack inputs and outputs that their classes have.
	 */
	nodeClasses: 'check' | 'accept';
	/** `data.prompt` of a workflow's graph as JSON text or as an object. */
	graphForm: 'text' | 'object';
	/** Whether loader nodes take links and data URIs besides names of uploads. */
	loaderUrls: 'accept' | 'refuse';
	/** Milliseconds that a presigned upload link lives. */
	loraLinkLifetime: number;
	/** Milliseconds until an asset is ready. */
	assetDuration: number;
	/** What a ready asset is called (docs/runninghub-api.md, section 16). */
	assetReadyStatus: string;
	/** The name of the text field of asset answers. */
	assetTextField: 'message' | 'msg';
	/** Which `asset://` ids in a model's body must be ready assets: those made here look like `asset-…`. */
	assetReferences: 'ours' | 'all' | 'none';
	/** Kinds of key that the ComfyUI proxy takes. */
	proxyKeyKinds: readonly KeyKind[];
	/** Whether the proxy gives all node classes at once: refused, or about 37 MB. */
	wholeNodeInfo: 'refuse' | 'large';
	/** Milliseconds by which a late callback is late. */
	webhookLateBy: number;
	/** How often a callback is tried. */
	webhookTries: number;
	/** Milliseconds between two tries of a callback. */
	webhookRetryAfter: number;
}

const HOUR = 3_600_000;
const MEGABYTE = 1_048_576;

/** What holds unless a test or a program sets it otherwise. */
export function defaultSettings(): SimulatorSettings {
	return {
		duration: () => 2_500,
		queueShare: 0.2,
		nodeKeyedForm: 'any',
		newerModels: [],
		registry: 'served',
		wrongKeyReply: 'byRoute',
		normalKeyUpload: 'accept',
		legacyBodyKey: 'required',
		withdrawnModels: [],
		computeBalance: 'enough',
		modelKeyKinds: ['SHARED'],
		normalBusyCode: '421',
		submitsPerMinute: null,
		answerForm: 'rotate',
		resultForm: 'objects',
		cancelledStatus: '',
		unknownTaskStatus: '',
		uploadTextField: 'message',
		pricePreview: 'on',
		uploadLimitBytes: 500 * MEGABYTE,
		legacyUploadLimitBytes: 30 * MEGABYTE,
		pictureSide: SMALL_PICTURE_SIDE,
		resultLifetime: 24 * HOUR,
		uploadLifetime: 24 * HOUR,
		personalQueueLimit: 1_000,
		instanceTypes: ['default', 'plus', 'ultra'],
		dedicatedInstanceTypes: ['default', 'plus'],
		unknownRunFields: 'refuse',
		runRefusal: 'flat',
		v2AccessPassword: 'ignored',
		nodeInfoMessage: 'NODE_INFO_MISMATCH',
		refusedGraph: 'task',
		nodeClasses: 'check',
		graphForm: 'text',
		loaderUrls: 'refuse',
		loraLinkLifetime: HOUR,
		assetDuration: 5_000,
		assetReadyStatus: 'ACTIVE',
		assetTextField: 'msg',
		assetReferences: 'ours',
		proxyKeyKinds: ['SHARED', 'EXCLUSIVE'],
		wholeNodeInfo: 'large',
		webhookLateBy: 30_000,
		webhookTries: 3,
		webhookRetryAfter: 60_000,
	};
}
