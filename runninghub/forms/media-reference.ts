import type { MediaKind } from './form-field';

/** A file held by the workflow itself, as n8n passes it around. */
export interface BinaryObject {
	readonly mimeType: string;
	/** The content in base64, or the name of the store that has it. */
	readonly data?: string;
	/** Where the store has it. */
	readonly id?: string;
	readonly fileName?: string;
	/** Without dot. */
	readonly fileExtension?: string;
	/** Exact size, where known. */
	readonly bytes?: number;
}

/** A file of the item at hand, by the name of its field. */
export interface BinaryField {
	readonly name: string;
	/** What the field may be called besides. */
	readonly path?: string;
	readonly mimeType?: string;
	readonly fileName?: string;
	/** Without dot. */
	readonly fileExtension?: string;
	/** Exact size, where known. */
	readonly bytes?: number;
}

/** What a field wants of its files. */
export interface FileRule {
	/** As people know the field. */
	readonly label: string;
	/** Absent where any file goes that RunningHub stores. */
	readonly kind?: MediaKind;
	/** Extensions in lower case without dot; absent where every format of the kind goes. */
	readonly accept?: readonly string[];
}

/** A file that was given for a field. */
export interface FieldFile {
	readonly rule: FileRule;
	readonly reference: MediaReference;
}

/** Where one file for a media field comes from. */
export type MediaReference =
	/** An address that RunningHub fetches itself: `http`, `https` or `asset://`. */
	| { readonly from: 'url'; readonly url: string }
	/** A file that RunningHub already holds (docs/runninghub-api.md, section 5). */
	| { readonly from: 'uploaded'; readonly fileName: string }
	| { readonly from: 'dataUri'; readonly dataUri: string }
	| { readonly from: 'binaryField'; readonly name: string }
	| { readonly from: 'binaryObject'; readonly binary: BinaryObject };
