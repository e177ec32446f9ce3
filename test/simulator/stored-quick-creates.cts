import type { JsonObject } from './json.cts';
import type { GraphOutput } from './results.cts';
import { APP_IDS, STORED_APPS } from './stored-apps.cts';
import type { AppField } from './stored-apps.cts';

/** A Quick Create page of the simulated site. */
export interface StoredQuickCreate {
	readonly webappId: string;
	/** The codes of its variants. */
	readonly codes: readonly string[];
	readonly fields: readonly AppField[];
	readonly outputs: readonly GraphOutput[];
	/** As the styles call gives them, without their previews. */
	readonly styles: readonly JsonObject[];
}

/** The Quick Creates of RunningHub's own pages. */
export const QUICK_CREATE_IDS = {
	/** Makes pictures; codes 001 and 002; has styles. */
	picture: '1957346252562296834',
	/** Makes films; code 005; has no styles. */
	film: '1960639129312780290',
} as const;

const SHOWN_TYPES = ['STRING', 'INT', 'SWITCH', 'LORA', 'IMAGE', 'LIST'];

function fieldsOfEveryKind(): AppField[] {
	const fields = STORED_APPS.get(APP_IDS.allKinds)?.fields ?? [];
	return fields.filter(({ fieldType }) => SHOWN_TYPES.includes(fieldType));
}

function style(index: number): JsonObject {
	return {
		id: String(1_957_346_252_562_300_001n + BigInt(index)),
		type: 2,
		webappId: QUICK_CREATE_IDS.picture,
		modelCategory: index < 2 ? 'Illustration' : 'Photo',
		modelName: `Style ${index + 1}`,
		modelKey: `style-${index + 1}`,
		content: `in the manner of style ${index + 1}`,
		modelTrigger: `style${index + 1}`,
		modelLoar1FileName: `ink_wash_${index + 1}.safetensors`,
		modelLoar1Weight: '0.8',
		modelLoar2FileName: null,
		modelLoar2Weight: null,
	};
}

/** The Quick Creates of the simulated site, the same on both sites. */
export const STORED_QUICK_CREATES: ReadonlyMap<string, StoredQuickCreate> = new Map(
	[
		{
			webappId: QUICK_CREATE_IDS.picture,
			codes: ['001', '002'],
			fields: fieldsOfEveryKind(),
			outputs: [{ nodeId: '9', kind: 'image', count: 1 } as const],
			styles: [0, 1, 2].map(style),
		},
		{
			webappId: QUICK_CREATE_IDS.film,
			codes: ['005'],
			fields: fieldsOfEveryKind(),
			outputs: [{ nodeId: '9', kind: 'video', count: 1 } as const],
			styles: [],
		},
	].map((entry) => [entry.webappId, entry]),
);
