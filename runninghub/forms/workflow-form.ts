import { asObject, asText, isJsonObject, type JsonObject, type JsonValue } from '../json';
import { type FormField, type FormFieldType, type MediaKind, NO_FILE } from './form-field';
import { distinctLabels, LONGEST_LABEL } from './distinct-labels';
import { SEEDS } from './seeds';

/** Inputs that exist for ComfyUI's own editor only. */
const EDITOR_ONLY = /^(?:control_(?:after|before)_generate|upload|choose \w+ to upload|audioUI)$/;

/** A literal input of a workflow as a form field, with what tells how to show it. */
export interface WorkflowField extends FormField {
	readonly sentAsText: true;
	readonly nodeId: string;
	readonly fieldName: string;
	/** The value in the graph, as text. */
	readonly saved: string;
	/** Whether most users will want to fill it in: media and texts. */
	readonly prominent: boolean;
}

/**
 * The literal inputs of a graph in API format, by node in the order of their ids. Links never
 * show; seeds have no default, as RunningHub draws them (docs/runninghub-api.md, section 12.1).
 */
export function workflowForm(graph: JsonObject): WorkflowField[] {
	const nodes = Object.entries(graph)
		.filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1]))
		.sort(([left], [right]) => left.localeCompare(right, 'en', { numeric: true }));
	const fields = nodes.flatMap(([nodeId, node]) =>
		Object.entries(asObject(node.inputs)).flatMap(([fieldName, value]) =>
			isLiteral(value) && !EDITOR_ONLY.test(fieldName)
				? [field(nodeId, node, fieldName, value)]
				: [],
		),
	);
	return unique(fields);
}

type Literal = string | number | boolean;

function isLiteral(value: JsonValue | undefined): value is Literal {
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function field(nodeId: string, node: JsonObject, fieldName: string, value: Literal): WorkflowField {
	const className = asText(node.class_type);
	const title = asText(asObject(node._meta).title) || className || `Node ${nodeId}`;
	const media = mediaKind(className, fieldName);
	const type = media ?? typeOf(value);
	const text = type === 'string' && /text|prompt/i.test(fieldName);
	return {
		id: `${nodeId}.${fieldName}`,
		label: shortLabel(title, fieldName),
		type,
		required: false,
		multiple: false,
		sentAsText: true,
		nodeId,
		fieldName,
		prominent: media !== undefined || text,
		...(media !== undefined && { fileNames: fileNamesIn(value) }),
		saved: asText(value),
		// The name of a sample file is of no use to anybody but the author of the workflow.
		...((media === undefined || value === NO_FILE) && !SEEDS.has(fieldName) && { default: value }),
	};
}

function typeOf(value: Literal): FormFieldType {
	if (typeof value === 'number') return 'number';
	return typeof value === 'boolean' ? 'boolean' : 'string';
}

/** The file that the graph itself names; `None` where the slot is empty. */
function fileNamesIn(value: Literal): string[] {
	return [String(value).trim() || NO_FILE];
}

/** Loader nodes take the name of an uploaded file. */
function mediaKind(className: string, fieldName: string): MediaKind | undefined {
	if (
		!/load/i.test(className) ||
		/lora|model|checkpoint|vae|clip|unet|latent|url|path/i.test(className)
	)
		return undefined;
	const kind = /image|mask/i.test(className)
		? 'image'
		: /video/i.test(className)
			? 'video'
			: /audio/i.test(className)
				? 'audio'
				: undefined;
	return kind !== undefined && ['image', 'video', 'audio', 'file'].includes(fieldName)
		? kind
		: undefined;
}

/** The title gives way first: the input's name tells the inputs of one node apart. */
function shortLabel(title: string, fieldName: string): string {
	const name = fieldName.length > 18 ? `${fieldName.slice(0, 17)}…` : fieldName;
	const room = LONGEST_LABEL - name.length - 2;
	const head = title.length > room ? `${title.slice(0, Math.max(1, room - 1))}…` : title;
	return `${head}: ${name}`;
}

/** Two nodes may have the same title: their ids then tell the labels apart. */
function unique(fields: readonly WorkflowField[]): WorkflowField[] {
	const counts = new Map<string, number>();
	for (const { label } of fields) counts.set(label, (counts.get(label) ?? 0) + 1);
	const labels = fields.map((each) => {
		if ((counts.get(each.label) ?? 0) < 2) return each.label;
		const head = `#${each.nodeId} `;
		const label = `${head}${each.label}`;
		return label.length > LONGEST_LABEL ? shortLabel(`#${each.nodeId}`, each.fieldName) : label;
	});
	const distinct = distinctLabels(labels);
	return fields.map((each, index) => ({ ...each, label: distinct[index] ?? each.label }));
}
