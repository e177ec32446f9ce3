import { RESOURCES } from './resources';

const OPERATION_NAMES = Object.fromEntries(
	RESOURCES.flatMap(({ value: resource, operations }) =>
		operations.map(({ value, name }) => [`${resource}.${value}`, name]),
	),
);
const RESOURCE_NAMES = Object.fromEntries(RESOURCES.map(({ value, name }) => [value, name]));

/**
 * What stands under the node on the canvas: the operation, and the model or app by the name that was
 * chosen, or the resource. Only the whole of the node's parameters has that name: taken one by one,
 * n8n gives a chosen entry's value alone.
 */
export const SUBTITLE = `={{ ${words(OPERATION_NAMES)}[$parameter["resource"] + "." + $parameter["operation"]] + ": " + (((($parameter.toJSON().model || $parameter.toJSON().aiApp) || "").cachedResultName || "").replace(/^★ /, "") || ${words(RESOURCE_NAMES)}[$parameter["resource"]]) }}`;

function words(names: Readonly<Record<string, string>>): string {
	return `(${JSON.stringify(names)})`;
}
