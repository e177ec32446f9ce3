import { NodeApiError, type INode, NodeOperationError } from 'n8n-workflow';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';

/** What an item's failure tells the next nodes. */
export interface FailureDetails {
	readonly kind: string;
	readonly taskId: string | null;
	readonly status: string | null;
	readonly code: string | null;
	readonly hint: string;
}

/** A failure in n8n's terms. */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex: number,
	more: readonly string[] = [],
): NodeApiError | NodeOperationError {
	if (!(error instanceof RunningHubError)) {
		if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
		const message = error instanceof Error ? error.message : 'Something unexpected happened';
		return new NodeOperationError(node, message, { itemIndex });
	}
	const { message, kind } = error;
	const description = [...describeFacts(error), ...more].map(sentence).join('\n');
	const options = { message, description, itemIndex };
	if (kind === 'invalid' && error.facts.code === undefined) {
		return new NodeOperationError(node, message, options);
	}
	const { httpStatus } = error.facts;
	return new NodeApiError(
		node,
		{ message },
		{ ...options, ...(httpStatus !== undefined && { httpCode: String(httpStatus) }) },
	);
}

/** What `details` of an error item holds. */
export function failureDetails(error: unknown): FailureDetails {
	if (!(error instanceof RunningHubError)) {
		return { kind: 'server', taskId: null, status: null, code: null, hint: '' };
	}
	const { taskId, status, code, hint, detail } = error.facts;
	return {
		kind: error.kind,
		taskId: taskId ?? null,
		status: status ?? null,
		code: code ?? null,
		hint: detail === undefined ? hint : `${hint} RunningHub's own words: ${detail}`,
	};
}

/** n8n's editor shows no line breaks: without its full stop each part would run into the next. */
function sentence(text: string): string {
	return /[.!?:…]$/.test(text) ? text : `${text}.`;
}

function describeFacts(error: RunningHubError): string[] {
	const { hint, detail, code, taskId } = error.facts;
	return [
		hint,
		...(detail === undefined ? [] : [`RunningHub's own words: ${detail}`]),
		...(code === undefined ? [] : [`RunningHub code: ${code}`]),
		...(taskId === undefined ? [] : [`Task ID: ${taskId}`]),
	];
}
