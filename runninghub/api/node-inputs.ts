import type { JsonObject } from '../json';

/**
 * One input of a workflow or an AI app, as `nodeInfoList` holds it (docs/runninghub-api.md,
 * section 12.1).
 */
export interface NodeInput {
	readonly nodeId: string;
	readonly fieldName: string;
	/** Text for every type: RunningHub converts it to what the node wants. */
	readonly fieldValue: string;
}

/** Settings that runs of workflows and AI apps share. Absent means RunningHub's default. */
export interface GraphRunSettings {
	/** `default`, `plus`, `ultra`, or one that is newer than this package. */
	readonly instanceType?: string;
	readonly usePersonalQueue?: boolean;
	/** Seconds, 10 to 180. */
	readonly retainSeconds?: number;
	readonly accessPassword?: string;
	readonly webhookUrl?: string;
}

/** The settings as a body carries them. */
export function settingsBody(settings: GraphRunSettings): JsonObject {
	return { ...settings };
}

/** The inputs as a body carries them. */
export function inputsBody(inputs: readonly NodeInput[]): JsonObject[] {
	return inputs.map((input) => ({ ...input }));
}
