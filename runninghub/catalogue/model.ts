import type { FormField } from '../forms/form-field';
import type { ModelOperation, Resource } from './operations';

/** The kind of result a model gives. */
export type OutputKind = '3d' | 'audio' | 'image' | 'text' | 'video';

const OUTPUT_OF_RESOURCE: Readonly<Record<Resource, OutputKind>> = {
	threeD: '3d',
	audio: 'audio',
	image: 'image',
	text: 'text',
	video: 'video',
};

/** A price that was listed for the China site; none is known for the International site. */
export interface Price {
	/** In CNY. */
	readonly amount: number;
	/** The lowest of several, where what is chosen changes the price. */
	readonly from: boolean;
	/** What it is for, such as `image`, `second` or `1000 characters`; `call` is a run. */
	readonly unit: string;
	/** The day it was seen, as `2026-06-18`. */
	readonly asOf: string;
}

/** One standard model (docs/runninghub-api.md, section 3). */
export interface Model {
	/** Path after `/openapi/v2/`; unique, and never changed by us. */
	readonly endpoint: string;
	/** The name RunningHub's own menu has for it, or its English name where the menu lacks it. */
	readonly name: string;
	/**
	 * What people call it, at most 35 characters with its mark: family and version, then what tells it
	 * from its neighbours, and nothing of the operation. `name` where nobody has given it one.
	 */
	readonly title: string;
	/** RunningHub's Chinese name; the same as `name` where there is none. */
	readonly nameZh: string;
	/** The family it belongs to, such as `Kling`. */
	readonly provider: string;
	readonly resource: Resource;
	readonly operation: ModelOperation;
	/** Differs from the resource's own kind for models that return an id or a text for another model. */
	readonly output: OutputKind;
	readonly deprecated: boolean;
	/**
	 * RunningHub's documentation of the China site lacks it, which is a hint and no proof that it is
	 * offered on the International site only (docs/runninghub-api.md, section 11).
	 */
	readonly maybeInternationalOnly?: true;
	/** The number in the address of its API page, where it is known (docs/runninghub-api.md, section 11). */
	readonly skuId?: string;
	/** Its place, from 0, among the few models of its list that a beginner should try first. */
	readonly goodStart?: number;
	/** It prepares or finishes the work of another model: an id, an upload, a prompt, a larger copy. */
	readonly helper?: true;
	/** RunningHub says that it cannot be used for now. */
	readonly unavailable?: true;
	readonly price?: Price;
	/** Words that people look for and its names lack, such as `cheap` and `fast`. */
	readonly keywords?: readonly string[];
	/** Its form, in RunningHub's order. Made on first use. */
	readonly fields: readonly FormField[];
}

/**
 * Whether a model may run under a resource: it belongs there, or it gives that kind of result.
 * A model chosen before the user switched from Image to Video does neither.
 */
export function fitsResource(model: Model, resource: Resource): boolean {
	return model.resource === resource || model.output === OUTPUT_OF_RESOURCE[resource];
}
