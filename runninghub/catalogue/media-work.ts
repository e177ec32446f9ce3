import { type FormField, isMediaType, type MediaKind } from '../forms/form-field';
import type { ModelOperation, Resource } from './operations';

/** What the models of an operation work on; the others work from a text. */
const WORKED_ON: Readonly<Record<Resource, Partial<Record<ModelOperation, MediaKind>>>> = {
	threeD: { generateFromImage: 'image', generateFromVideo: 'video' },
	audio: { extractFromVideo: 'video', transform: 'audio' },
	image: { edit: 'image', enhance: 'image' },
	text: { analyzeAudio: 'audio', analyzeImage: 'image', analyzeVideo: 'video' },
	video: {
		controlMotion: 'image',
		edit: 'video',
		enhance: 'video',
		extend: 'video',
		generateFromImage: 'image',
		generateFromReference: 'image',
		lipSync: 'video',
	},
};

/** The kind of files that an operation works on; `undefined` where it works from a text. */
export function workedOn(resource: Resource, operation: ModelOperation): MediaKind | undefined {
	return WORKED_ON[resource][operation];
}

/**
 * The field of the file that a model works on: its first required one. Where RunningHub marks none
 * as required, in an operation that works on files, it is the first of the operation's kind.
 */
export function mainMedia(
	fields: readonly FormField[],
	kind: MediaKind | undefined,
): FormField | undefined {
	const media = fields.filter(({ type }) => isMediaType(type));
	const required = media.find((field) => field.required);
	if (required !== undefined || kind === undefined) return required;
	return media.find(({ type }) => type === kind) ?? media[0];
}

/** The fields for files, the main one first. */
export function mediaInOrder(
	fields: readonly FormField[],
	main: FormField | undefined,
): FormField[] {
	return fields
		.filter(({ type }) => isMediaType(type))
		.sort((left, right) => Number(right === main) - Number(left === main));
}

/** A key that names what RunningHub holds already: an ID, an address, a draft, a project. */
const REFERENCE_KEY = /(?:^id|_id|Id|ID|_url|Url|URL|Cache|^projectName)s?$/;

/** Whether the value of such a key can stand for a file that lies elsewhere. */
export function isReferenceKey(key: string): boolean {
	return REFERENCE_KEY.test(key);
}

/** Whether a field can hold what a model works on: a file, or what refers to one. */
export function canHoldMedia({ id, type }: Pick<FormField, 'id' | 'type'>): boolean {
	return isMediaType(type) || type === 'json' || (type === 'string' && isReferenceKey(id));
}
