import type { JsonValue } from '../json';
import type { MediaReference } from './media-reference';

/** A checked value of a form field. */
export type FieldValue =
	/** For an `options` field the option's `value`, whatever is sent for it. */
	| { readonly kind: 'json'; readonly value: JsonValue }
	/** At least one file; exactly one for a field that takes a single one. */
	| { readonly kind: 'media'; readonly references: readonly MediaReference[] };
