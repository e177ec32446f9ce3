import { NodeApiError, type INode, NodeOperationError } from 'n8n-workflow';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { recovery } from './recovery';

/** What an item's failure tells the next nodes: what is not known is absent. */
export interface FailureDetails {
	readonly kind: string;
	readonly taskId?: string;
	readonly status?: string;
	/** RunningHub's own. */
	readonly code?: string;
	readonly hint: string;
}

/**
 * A failure in n8n's terms. What is no error of RunningHub keeps its message, description and cause.
 *
 * @param more sentences to add, for the user.
 */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
	more: readonly string[] = [],
): NodeApiError | NodeOperationError {
	if (!(error instanceof RunningHubError)) {
		if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
		const description = [describeUnexpected(error), ...more].filter(Boolean).map(sentence);
		return new NodeOperationError(node, asError(error), {
			itemIndex,
			...(description.length > 0 && { description: description.join('\n') }),
		});
	}
	const { message, kind } = error;
	const description = [...describeFacts(error), ...more].map(sentence).join('\n');
	const options = { message, description, itemIndex };
	if (kind === 'invalid' && error.facts.code === undefined) {
		return new NodeOperationError(node, message, options);
	}
	const httpCode = shownCode(error);
	return new NodeApiError(node, { message }, { ...options, ...(httpCode && { httpCode }) });
}

/**
 * What `details` of an error item holds.
 *
 * @param more sentences to add to the hint.
 */
export function failureDetails(error: unknown, more: readonly string[] = []): FailureDetails {
	if (!(error instanceof RunningHubError)) {
		const hint = [describeUnexpected(error), ...more].filter(Boolean).map(sentence).join(' ');
		return { kind: 'unexpected', hint };
	}
	const { taskId, status, code, hint, detail } = error.facts;
	return {
		kind: error.kind,
		...(taskId !== undefined && { taskId }),
		...(status !== undefined && { status }),
		...(code !== undefined && { code }),
		hint: [
			hint,
			...recovery(error),
			...more,
			...(detail === undefined ? [] : [`RunningHub's own words: ${detail}`]),
		].join(' '),
	};
}

/** What a failure says, whatever was thrown. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : 'Something unexpected happened';
}

/**
 * What n8n's panel shows as "Error code": the HTTP status where it tells of an error, else
 * RunningHub's own code. Most refusals come with HTTP 200 (docs/runninghub-api.md, section 2).
 */
function shownCode({ facts: { code, httpStatus = 0 } }: RunningHubError): string | undefined {
	return httpStatus < 400 ? code : String(httpStatus);
}

/** What n8n or Node.js says of an error beside its message. */
function describeUnexpected(error: unknown): string {
	const own: unknown = error instanceof Error ? Reflect.get(error, 'description') : undefined;
	return typeof own === 'string' ? own : '';
}

function asError(error: unknown): Error {
	return error instanceof Error ? error : new Error(messageOf(error), { cause: error });
}

/** n8n's editor shows no line breaks: without its full stop each part would run into the next. */
function sentence(text: string): string {
	return /[.!?:…]$/.test(text) ? text : `${text}.`;
}

function describeFacts(error: RunningHubError): string[] {
	const { hint, detail, code, taskId } = error.facts;
	return [
		hint,
		...recovery(error),
		...(detail === undefined ? [] : [`RunningHub's own words: ${detail}`]),
		...(code === undefined ? [] : [`RunningHub code: ${code}`]),
		...(taskId === undefined ? [] : [`Task ID: ${taskId}`]),
	];
}
