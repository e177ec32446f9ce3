import type { INodeExecutionData } from 'n8n-workflow';
import { failureDetails } from './node-error';

/**
 * A failed item in the one shape that n8n hands on whole, to the next node under Continue and to
 * the error output where there is one: `error` and `details`, and nothing beside them.
 */
export function errorItem(error: unknown, itemIndex: number): INodeExecutionData {
	const message = error instanceof Error ? error.message : 'Something unexpected happened';
	return {
		json: { error: message, details: { ...failureDetails(error) } },
		pairedItem: { item: itemIndex },
	};
}
