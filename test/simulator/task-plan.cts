import type { JsonObject } from './json.cts';
import { messageOf, refusal } from './replies.cts';
import type { Refusal } from './replies.cts';

/** How a task failed. */
export interface TaskFailure {
	readonly code: string;
	readonly message: string;
	/** An object, plain text, or nothing. */
	readonly failedReason: JsonObject | string | null;
}

/** What becomes of a submit. What is left out goes the usual way. */
export interface TaskPlan {
	/** Refused at submit; no task. */
	readonly refusal?: Refusal;
	/** Milliseconds to the end; `Infinity`: never. */
	readonly duration?: number;
	readonly failure?: TaskFailure;
	/** SUCCESS with `[]` or with null for results. */
	readonly results?: 'empty' | 'null';
	/** Number of results. */
	readonly outputs?: number;
	/** Text of a text result. */
	readonly text?: string;
	/** Size of each result file in bytes; the media comes first, then zeros. */
	readonly bytes?: number;
	/** Content-Type of result files; null: none. */
	readonly contentType?: string | null;
	/** The task is not known any more once it runs (1004). */
	readonly vanishes?: boolean;
	/** Result links are dead from the start. */
	readonly expired?: boolean;
}

/** The words that steer a task by hand, for the command's own help. */
export const KEYWORDS: ReadonlyArray<readonly [word: string, effect: string]> = [
	['[reject:CODE]', 'refused at submit with that code, no task (for example [reject:1501])'],
	['[fail:CODE]', 'FAILED at the end with that code (for example [fail:1505])'],
	['[fail:node]', 'a ComfyUI node fails (805 with failedReason)'],
	['[fail:node-text]', 'the same, with the traceback as JSON text'],
	['[fail:words]', 'fails with plain text for failedReason (805)'],
	['[empty]', 'SUCCESS with no results'],
	['[null]', 'SUCCESS with null for results'],
	['[vanish]', 'the task is unknown once it runs (1004)'],
	['[time:MS]', 'takes that many milliseconds'],
	['[slow]', 'takes 30 seconds'],
	['[never]', 'never ends'],
	['[outputs:N]', 'N results'],
	['[bytes:N]', 'result files of N bytes'],
	['[type:TEXT]', 'result files with that Content-Type; [type:none] without'],
	['[expired]', 'the result link is dead from the start'],
];

const SLOW = 30_000;

/** The node that fails when a node is to fail. */
export interface FailingNode {
	readonly id: string;
	readonly className: string;
}

const USUAL_FAILING_NODE: FailingNode = { id: '276', className: 'VHS_LoadVideo' };

function nodeFailure(traceback: 'list' | 'text', node: FailingNode): TaskFailure {
	const lines = [
		'  File "/ComfyUI/execution.py", line 361, in execute\n',
		'  File "/ComfyUI/custom_nodes/ComfyUI-VideoHelperSuite/load_video_nodes.py", line 488, in load_video\n',
	];
	return {
		code: '805',
		message: 'APIKEY_TASK_STATUS_ERROR',
		failedReason: {
			node_id: node.id,
			node_name: node.className,
			exception_type: 'TypeError',
			exception_message: "unsupported operand type(s) for /: 'NoneType' and 'int'",
			traceback: traceback === 'list' ? lines : JSON.stringify(lines),
			current_inputs: '{}',
			current_outputs: '{}',
		},
	};
}

function failureOf(what: string, node: FailingNode): TaskFailure {
	if (what === 'node') return nodeFailure('list', node);
	if (what === 'node-text') return nodeFailure('text', node);
	if (what === 'words') {
		const failedReason = 'The video could not be decoded';
		return { code: '805', message: messageOf('805'), failedReason };
	}
	return { code: what, message: messageOf(what), failedReason: {} };
}

function readKeyword(word: string, argument: string, node: FailingNode): TaskPlan {
	switch (word) {
		case 'reject':
			return { refusal: refusal(argument) };
		case 'fail':
			return { failure: failureOf(argument, node) };
		case 'empty':
			return { results: 'empty' };
		case 'null':
			return { results: 'null' };
		case 'vanish':
			return { vanishes: true };
		case 'time':
			return { duration: Number(argument) };
		case 'slow':
			return { duration: SLOW };
		case 'never':
			return { duration: Number.POSITIVE_INFINITY };
		case 'outputs':
			return { outputs: Number(argument) };
		case 'bytes':
			return { bytes: Number(argument) };
		case 'type':
			return { contentType: argument === 'none' ? null : argument };
		case 'expired':
			return { expired: true };
		default:
			return {};
	}
}

/** The plan that keywords in the request ask for. `text`: the request body. */
export function planFromKeywords(text: string, node = USUAL_FAILING_NODE): TaskPlan {
	let plan: TaskPlan = {};
	for (const match of text.matchAll(/\[([a-z]+)(?::([\w./+-]+))?\]/g)) {
		plan = { ...plan, ...readKeyword(match[1] ?? '', match[2] ?? '', node) };
	}
	return plan;
}

/** The parts of a failure's reason; none when it is plain text. */
export function reasonOf(failure: TaskFailure | undefined): JsonObject {
	const reason = failure?.failedReason ?? {};
	return typeof reason === 'string' ? {} : reason;
}

/** Puts the texts and codes of a failure together; for plans made by tests. */
export function failWith(code: string, message = messageOf(code)): TaskFailure {
	return { code, message, failedReason: {} };
}
