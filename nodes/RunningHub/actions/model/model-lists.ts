import type { ModelOperation, Resource } from '../../../../runninghub/catalogue/operations';
import { findOperation, isResource } from '../../../../runninghub/catalogue/operations';
import type { ResourceOperations } from '../../operation';
import { MODEL_RESOURCES } from '../model-resources';

/** One list of models, as the node shows it for a resource and an operation. */
export interface ModelList {
	readonly resource: Resource;
	readonly operation: ModelOperation;
	/** The two in the words of the editor. */
	readonly resourceName: string;
	readonly operationName: string;
}

function listsOf({ value: resource, name: resourceName, operations }: ResourceOperations) {
	return operations.flatMap(({ value, name: operationName }): ModelList[] => {
		const operation = isResource(resource) ? findOperation(resource, value) : undefined;
		if (!isResource(resource) || operation === undefined) return [];
		return [{ resource, operation, resourceName, operationName }];
	});
}

/** Every list of models, in the order of the editor. */
export const MODEL_LISTS: readonly ModelList[] = MODEL_RESOURCES.flatMap(listsOf);

/** What stands for a list in workflows: never changes. */
export function listValue({ resource, operation }: ModelList): string {
	return `${resource}.${operation}`;
}
