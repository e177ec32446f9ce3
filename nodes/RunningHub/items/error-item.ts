import {
	type IDataObject,
	type INode,
	type INodeExecutionData,
	N8N_NODES_API_VERSION,
} from 'n8n-workflow';
import { failureDetails, messageOf } from './node-error';

/**
 * A failed item in a shape that n8n hands on whole, to the next node under Continue and to the
 * error output where there is one.
 *
 * @param more sentences to add to the hint.
 */
export function errorItem(
	node: INode,
	error: unknown,
	itemIndex: number,
	more: readonly string[] = [],
): INodeExecutionData {
	return {
		json: failureJson(node, messageOf(error), { ...failureDetails(error, more) }),
		pairedItem: { item: itemIndex },
	};
}

/**
 * What the json of a failed item holds: `error` and `details`, and nothing beside them. On an error
 * output the details are (also) called `message`: n8n before 2.36 keeps every item off the error
 * output that holds more than `error` and `message`.
 *
 * @param error what happened, for the user.
 */
export function failureJson(
	{ onError }: Pick<INode, 'onError'>,
	error: string,
	details: IDataObject,
): IDataObject {
	if (onError !== 'continueErrorOutput') return { error, details };
	return ROUTES_DETAILS ? { error, message: details, details } : { error, message: details };
}

// No n8n tells its version. Those that know this constant (2.37.4 and newer) route all three keys.
const ROUTES_DETAILS = typeof N8N_NODES_API_VERSION === 'number';
