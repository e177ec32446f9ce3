import type { JsonValue } from '../json';

/** Kinds of media that a field can take. */
export type MediaKind = 'image' | 'video' | 'audio';

/** What a field of a form holds. */
export type FormFieldType =
	| 'string'
	| 'integer'
	| 'number'
	| 'boolean'
	| 'options'
	| 'json'
	| MediaKind;

/** One choice of an `options` field. */
export interface FormOption {
	readonly value: string;
	readonly label: string;
	/** What a node-keyed model is sent instead of `value` (docs/runninghub-api.md, section 3.3). */
	readonly nodeValue?: string;
}

/**
 * One input of a model, an AI app or a workflow, whatever its source. All three become the
 * same list of fields, which is shown in the editor and checked before a task is submitted.
 */
export interface FormField {
	/** Stable: the model's own key, or `nodeId.fieldName`. */
	readonly id: string;
	readonly label: string;
	readonly type: FormFieldType;
	readonly required: boolean;
	/** Whether the value is a list. */
	readonly multiple: boolean;
	/** Most entries of a list. */
	readonly maxItems?: number;
	readonly options?: readonly FormOption[];
	readonly default?: JsonValue;
	readonly min?: number;
	readonly max?: number;
	readonly step?: number;
	/** Shortest text, in UTF-16 units. */
	readonly minLength?: number;
	/** Longest text, in UTF-16 units. */
	readonly maxLength?: number;
	/** File extensions of a media field, in lower case without dot. */
	readonly accept?: readonly string[];
	/** Largest file of a media field, in megabytes of 1,048,576 bytes. */
	readonly maxSizeMb?: number;
	/**
	 * Of a media field whose files lie on the machine that runs the nodes: names that RunningHub
	 * itself shows for it, such as its sample or `None`. The bare name of any other media file is
	 * taken as well. Absent where only addresses go.
	 */
	readonly fileNames?: readonly string[];
	/**
	 * Whether RunningHub takes the value as text, whatever its type, so that a whole number may have
	 * more digits than a JSON number keeps (docs/runninghub-api.md, section 12.1).
	 */
	readonly sentAsText?: true;
	/** The JSON type an `options` value is sent as, where it is not text. */
	readonly sendAs?: 'integer';
	/**
	 * The descriptive key of an input of a node-keyed model, whose `id` names a node
	 * (docs/runninghub-api.md, section 3.3).
	 */
	readonly alias?: string;
	/** `prompt` marks the main text of a model. */
	readonly role?: 'prompt';
}

/** What stands in a loader's slot for a file where there is none (docs/runninghub-api.md, section 13.3). */
export const NO_FILE = 'None';

/** Whether a field takes files. */
export function isMediaType(type: FormFieldType): type is MediaKind {
	return type === 'image' || type === 'video' || type === 'audio';
}

/** What the user knows a field by, with its key where that differs. */
export function describeField({ id, label }: Pick<FormField, 'id' | 'label'>): string {
	return id === label ? label : `${label} (${id})`;
}
