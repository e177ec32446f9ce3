import { RESOURCES } from './resources';

const OPERATION_NAMES = Object.fromEntries(
	RESOURCES.flatMap(({ value: resource, operations }) =>
		operations.map(({ value, name }) => [`${resource}.${value}`, name.replace(/^Generate /, '')]),
	),
);
const RESOURCE_NAMES = Object.fromEntries(RESOURCES.map(({ value, name }) => [value, name]));

/**
 * What stands under the node on the canvas: the model or app by the name that was chosen, or the
 * resource, and the operation. n8n shows about 30 letters, so the name comes first. Only the whole of
 * the node's parameters has that name: taken one by one, n8n gives a chosen entry's value alone.
 */
export const SUBTITLE = `={{ (((($parameter.toJSON().model || $parameter.toJSON().aiApp) || "").cachedResultName || "").replace(/^★ /, "") || ${words(RESOURCE_NAMES)}[$parameter["resource"]]) + ": " + ${words(OPERATION_NAMES)}[$parameter["resource"] + "." + $parameter["operation"]] }}`;

function words(names: Readonly<Record<string, string>>): string {
	return `(${JSON.stringify(names)})`;
}
