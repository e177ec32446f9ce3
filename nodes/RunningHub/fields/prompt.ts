import type { INodeProperties } from 'n8n-workflow';

/** The main text of a model, whatever its key is there. */
export const promptField: INodeProperties = {
	displayName: 'Prompt',
	name: 'prompt',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
};

/** What the prompt of an operation is like. */
export interface PromptFace {
	/** A text that would do. */
	readonly example: string;
	/** What the text says. */
	readonly description: string;
	/** Whether some of the operation's models take none. */
	readonly isLeftEmptyBySome?: true;
}

/** The field as one operation shows it. */
export function promptFieldLike({
	example,
	description,
	isLeftEmptyBySome,
}: PromptFace): INodeProperties {
	return {
		...promptField,
		placeholder: `e.g. ${example}`,
		description:
			isLeftEmptyBySome === true
				? `${description}. A few models here take none: leave it empty then.`
				: description,
	};
}
