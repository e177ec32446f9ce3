import { asksForLyrics } from '../../../runninghub/catalogue/lyrics';
import { workedOn } from '../../../runninghub/catalogue/media-work';
import type { ModelOperation, Resource } from '../../../runninghub/catalogue/operations';
import { filesNotice } from '../fields/files-notice';
import { DEFAULT_MODEL, firstModelField, modelField } from '../fields/model';
import { optionsField } from '../fields/model-options';
import { parametersField } from '../fields/parameters';
import { lyricsField } from '../fields/lyrics';
import { type PromptFace, promptFieldLike } from '../fields/prompt';
import { simplifyField } from '../fields/simplify';
import { waitModeField } from '../fields/wait-mode';
import type { ResourceOperations, TaskOperation } from '../operation';

/** What tells one model operation from another. */
interface ModelOperationFace {
	/** Saved in workflows: never changes. */
	readonly value: ModelOperation;
	readonly name: string;
	/** Sentence case: a verb, then what it is done to. */
	readonly action: string;
	readonly description: string;
	/** What the prompt is like there, as an example; none where no model takes a text. */
	readonly prompt?: PromptFace;
}

/** A resource whose operations all run models of the catalogue. */
interface ModelResourceFace {
	/** Saved in workflows: never changes. */
	readonly value: Resource;
	readonly name: string;
	readonly description: string;
	/** Saved nowhere while it is chosen: never changes. */
	readonly defaultOperation: ModelOperation;
	/** In the order shown. */
	readonly operations: readonly ModelOperationFace[];
}

/** A resource of model operations: they differ in words only. */
export function modelResource({ operations, ...face }: ModelResourceFace): ResourceOperations {
	return { ...face, operations: operations.map((each) => modelOperation(face.value, each)) };
}

function modelOperation(resource: Resource, face: ModelOperationFace): TaskOperation {
	const { value, name, action, description, prompt } = face;
	const isFirst = resource === DEFAULT_MODEL.resource && value === DEFAULT_MODEL.operation;
	return {
		type: 'task',
		value,
		name,
		action,
		description,
		fields: [
			isFirst ? firstModelField : modelField,
			...(prompt === undefined ? [] : [promptFieldLike(prompt)]),
			...(workedOn(resource, value) === undefined ? [] : [filesNotice]),
			...(asksForLyrics(resource, value) ? [lyricsField] : []),
			parametersField,
			waitModeField,
			simplifyField,
			optionsField,
		],
		prepare: async (ctx, itemIndex) => {
			const { modelRequest } = await import('../requests/model/model-request');
			return await modelRequest(ctx, itemIndex, {
				resource,
				operation: value,
				withPrompt: prompt !== undefined,
			});
		},
	};
}
