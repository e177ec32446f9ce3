import type { ErrorKind } from './runninghub-error';

/** What one of RunningHub's codes means (docs/runninghub-api.md, section 8). */
export interface ErrorCode {
	/** RunningHub's name for it, where it has one. */
	readonly name?: string;
	readonly kind: ErrorKind;
	readonly message: string;
	readonly hint: string;
	/** An answer to a submission with this code proves that no task was made, whatever else it says. */
	readonly noTaskMade: boolean;
	/** Asking again later may help. */
	readonly temporary?: boolean;
	/**
	 * Whether the key itself is refused, by what it is and not for what one request asked: every
	 * other item of the execution would be refused alike.
	 */
	readonly refusesKey?: boolean;
}

const CHECK_KEY =
	'Check the API key and the site: keys of the International and the China site are not interchangeable.';
const OTHER_SITE =
	'This is what RunningHub says to a key of its other site. Check the API key and the site: keys of the International and the China site are not interchangeable.';
const TOP_UP = 'Top up the wallet on the RunningHub site.';
const TRY_LATER = 'This is a passing condition at RunningHub. It mostly takes a few minutes.';
const SHARED_KEY =
	'Create an enterprise (SHARED) API key on the RunningHub site and use that one. Consumer and dedicated keys run workflows and AI apps only.';
const WAIT_SLOT =
	'Other tasks of the same key take all slots. Wait for them, run fewer tasks at a time, or raise the limit of the key at RunningHub.';
const OTHER_INPUT = 'Change the prompt or the media.';
const CHECK_ID = 'Check the ID, and that it belongs to the RunningHub site of the API key.';
const CHECK_VALUES = "Compare the values with what RunningHub's own words say, and correct them.";

/**
 * RunningHub's codes by number: one number space for `code` and `errorCode` of both API
 * generations. Classified by number, not by name: several names start with APIKEY_ without
 * being about the key (docs/runninghub-api.md, section 8).
 */
export const ERROR_CODES: Readonly<Record<string, ErrorCode>> = {
	'-1': {
		kind: 'auth',
		message: 'RunningHub refused the API key',
		hint: CHECK_KEY,
		noTaskMade: true,
		refusesKey: true,
	},
	'1': {
		kind: 'invalid',
		message: 'RunningHub refused the request',
		hint: CHECK_VALUES,
		noTaskMade: true,
	},
	'301': {
		name: 'PARAMS_INVALID',
		kind: 'invalid',
		message: 'RunningHub refused a parameter',
		hint: CHECK_VALUES,
		noTaskMade: true,
	},
	'380': {
		name: 'WORKFLOW_NOT_EXISTS',
		kind: 'notFound',
		message: 'RunningHub knows no such workflow',
		hint: `${CHECK_ID} The ID of an AI app does not work as a workflow ID.`,
		noTaskMade: true,
	},
	'401': {
		kind: 'auth',
		message: 'RunningHub refused the API key',
		hint: CHECK_KEY,
		noTaskMade: true,
		refusesKey: true,
	},
	'412': {
		name: 'TOKEN_INVALID',
		kind: 'invalid',
		message: 'RunningHub does not know this address',
		hint: 'Check the base URL and the endpoint of the model.',
		noTaskMade: true,
	},
	'414': {
		name: 'TASK_CREATE_FAILED_BY_NOT_ENOUGH_POWER_VALUE',
		kind: 'balance',
		message: 'The compute balance at RunningHub is too low for this workflow or AI app',
		hint: TOP_UP,
		noTaskMade: true,
	},
	'415': {
		name: 'TASK_INSTANCE_MAXED',
		kind: 'busy',
		message: 'All dedicated machines of the key are busy',
		hint: WAIT_SLOT,
		noTaskMade: true,
		temporary: true,
	},
	'416': {
		name: 'TASK_CREATE_FAILED_BY_NOT_ENOUGH_WALLET',
		kind: 'balance',
		message: 'The RunningHub wallet is too low for this task',
		hint: TOP_UP,
		noTaskMade: true,
	},
	'421': {
		name: 'TASK_QUEUE_MAXED',
		kind: 'busy',
		message: 'The key already runs as many tasks as it may',
		hint: WAIT_SLOT,
		noTaskMade: true,
		temporary: true,
	},
	'423': {
		name: 'TASK_NOT_FOUNED',
		kind: 'notFound',
		message: 'RunningHub knows no such task',
		hint: CHECK_ID,
		noTaskMade: true,
	},
	'433': {
		name: 'VALIDATE_PROMPT_FAILED',
		kind: 'invalid',
		message: 'RunningHub refused the workflow graph',
		hint: CHECK_VALUES,
		noTaskMade: true,
	},
	'435': {
		name: 'TASK_USER_EXCLAPI_INSTANCE_NOT_FOUND',
		kind: 'invalid',
		message: 'The key has no dedicated machine of this type',
		hint: 'Choose another instance type, or rent a machine of this type.',
		noTaskMade: true,
	},
	'436': {
		name: 'TASK_USER_EXCLAPI_REQUIRED',
		kind: 'auth',
		message: 'This needs a dedicated (EXCLUSIVE) API key',
		hint: 'Use a dedicated key.',
		noTaskMade: true,
	},
	'500': {
		name: 'UNKNOWN_ERROR',
		kind: 'server',
		message: 'RunningHub reports an internal fault',
		hint: TRY_LATER,
		noTaskMade: false,
		temporary: true,
	},
	'801': {
		name: 'APIKEY_UNSUPPORTED_FREE_USER',
		kind: 'auth',
		message: 'Free RunningHub accounts cannot use the API',
		hint: 'Subscribe on the RunningHub site, or use the key of a paying account.',
		noTaskMade: true,
		refusesKey: true,
	},
	'802': {
		name: 'APIKEY_UNAUTHORIZED',
		kind: 'auth',
		message: 'RunningHub refused the API key',
		hint: CHECK_KEY,
		noTaskMade: true,
		refusesKey: true,
	},
	'803': {
		name: 'APIKEY_INVALID_NODE_INFO',
		kind: 'invalid',
		message: 'A node input does not fit the workflow',
		hint: CHECK_VALUES,
		noTaskMade: true,
	},
	'805': {
		name: 'APIKEY_TASK_STATUS_ERROR',
		kind: 'taskFailed',
		message: 'The task did not succeed',
		hint: OTHER_INPUT,
		noTaskMade: false,
	},
	'806': {
		name: 'APIKEY_USER_NOT_FOUND',
		kind: 'auth',
		message: 'RunningHub knows no user for the API key',
		hint: OTHER_SITE,
		noTaskMade: true,
		refusesKey: true,
	},
	'807': {
		name: 'APIKEY_TASK_NOT_FOUND',
		kind: 'notFound',
		message: 'RunningHub knows no such task',
		hint: CHECK_ID,
		noTaskMade: true,
	},
	'808': {
		name: 'APIKEY_UPLOAD_FAILED',
		kind: 'server',
		message: 'RunningHub could not store the uploaded file',
		hint: TRY_LATER,
		noTaskMade: true,
		temporary: true,
	},
	'809': {
		name: 'APIKEY_FILE_SIZE_EXCEEDED',
		kind: 'invalid',
		message: 'The file is larger than RunningHub accepts',
		hint: 'Make the file smaller, or put it on a public URL and give the URL.',
		noTaskMade: true,
	},
	'810': {
		name: 'WORKFLOW_NOT_SAVED_OR_NOT_RUNNING',
		kind: 'invalid',
		message: 'The workflow was never run on the RunningHub site',
		hint: 'Open it there, save it and run it once.',
		noTaskMade: true,
	},
	'811': {
		name: 'CORPAPIKEY_INVALID',
		kind: 'auth',
		message: 'RunningHub refused the enterprise API key',
		hint: CHECK_KEY,
		noTaskMade: true,
		refusesKey: true,
	},
	'812': {
		name: 'CORPAPIKEY_INSUFFICIENT_FUNDS',
		kind: 'balance',
		message: 'The enterprise balance at RunningHub is too low for this task',
		hint: TOP_UP,
		noTaskMade: true,
	},
	'814': {
		name: 'PERSONAL_QUEUE_COUNT_LIMIT',
		kind: 'busy',
		message: 'The personal queue is full: it holds 1,000 tasks',
		hint: 'Wait until the queue has emptied, or do without the personal queue.',
		noTaskMade: true,
	},
	'901': {
		name: 'WEBAPP_NOT_EXISTS',
		kind: 'notFound',
		message: 'RunningHub knows no such AI app',
		hint: CHECK_ID,
		noTaskMade: true,
	},
	'1000': {
		kind: 'server',
		message: 'RunningHub reports an unknown fault',
		hint: TRY_LATER,
		noTaskMade: false,
		temporary: true,
	},
	'1001': {
		kind: 'invalid',
		message: 'RunningHub does not know this address',
		hint: 'Check the base URL and the endpoint of the model.',
		noTaskMade: true,
	},
	'1002': {
		kind: 'auth',
		message: 'RunningHub refused the API key',
		hint: CHECK_KEY,
		noTaskMade: true,
		refusesKey: true,
	},
	'1003': {
		kind: 'busy',
		message: 'RunningHub received too many requests in a minute',
		hint: 'Wait a minute, and run fewer tasks at a time if it goes on.',
		noTaskMade: true,
		temporary: true,
	},
	'1004': {
		kind: 'notFound',
		message: 'RunningHub no longer knows the task, or never did',
		hint: CHECK_ID,
		noTaskMade: true,
	},
	'1005': {
		kind: 'server',
		message: 'RunningHub reports an internal fault',
		hint: TRY_LATER,
		noTaskMade: false,
		temporary: true,
	},
	'1006': {
		kind: 'server',
		message: 'The task took longer than RunningHub allows',
		hint: 'Ask for less (shorter, smaller) or choose another model.',
		noTaskMade: false,
	},
	'1007': {
		kind: 'invalid',
		message: 'RunningHub refused a parameter',
		hint: CHECK_VALUES,
		noTaskMade: true,
	},
	'1008': {
		kind: 'invalid',
		message: 'The file is larger than RunningHub accepts',
		hint: 'Make the file smaller.',
		noTaskMade: true,
	},
	'1009': {
		kind: 'invalid',
		message: 'RunningHub does not accept this HTTP method here',
		hint: 'Check the base URL: a proxy may have changed the request.',
		noTaskMade: true,
	},
	'1010': {
		kind: 'server',
		message: 'RunningHub is unavailable',
		hint: TRY_LATER,
		noTaskMade: false,
		temporary: true,
	},
	'1011': {
		kind: 'busy',
		message: 'RunningHub is overloaded',
		hint: TRY_LATER,
		noTaskMade: false,
		temporary: true,
	},
	'1012': {
		kind: 'server',
		message: "The model's provider gave RunningHub no usable answer",
		hint: TRY_LATER,
		noTaskMade: false,
	},
	'1013': {
		kind: 'server',
		message: 'RunningHub could not process a file',
		hint: 'Check that the media opens and is of an accepted format.',
		noTaskMade: false,
	},
	'1014': {
		kind: 'auth',
		message: 'Models need an enterprise (SHARED) API key',
		hint: SHARED_KEY,
		noTaskMade: true,
		refusesKey: true,
	},
	'1015': {
		kind: 'taskFailed',
		message: 'The model did not produce a result',
		hint: 'The same values may succeed another time. Change the prompt or the media if it happens twice.',
		noTaskMade: false,
	},
	'1101': {
		kind: 'invalid',
		message: 'A node input does not fit the workflow',
		hint: CHECK_VALUES,
		noTaskMade: true,
	},
	'1501': {
		kind: 'policy',
		message: "RunningHub's content check refused the prompt or the media",
		hint: OTHER_INPUT,
		noTaskMade: true,
	},
	'1504': {
		kind: 'server',
		message: 'The model took too long',
		hint: 'Ask for less, or choose another model.',
		noTaskMade: false,
	},
	'1505': {
		kind: 'policy',
		message: 'The model does not accept photorealistic real people',
		hint: 'Use media without real people, or a model that accepts them.',
		noTaskMade: true,
	},
	'1520': {
		name: 'TASK_USER_CONCURRENT_LIMIT',
		kind: 'busy',
		message: 'The account already runs as many tasks as it may',
		hint: WAIT_SLOT,
		noTaskMade: true,
		temporary: true,
	},
	'40310': {
		kind: 'notFound',
		message: 'This model is no longer offered on the China site',
		hint: 'Use the International site with a key of that site, or choose another model.',
		noTaskMade: true,
	},
};

/**
 * Codes that leave open whether a submission made a task, also in an answer that names none: the
 * fault may have come after it (docs/runninghub-api.md, section 8).
 */
export const LEAVES_TASK_OPEN: ReadonlySet<string> = new Set([
	'500',
	'1000',
	'1005',
	'1006',
	'1010',
	'1011',
	'1012',
	'1015',
	'1504',
]);
