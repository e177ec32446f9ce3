import type { JsonObject } from '../../../../runninghub/json';
import { modelField } from '../../fields/model';
import { extraParameters, optionsField } from '../../fields/model-options';
import { lyricsField } from '../../fields/lyrics';
import { promptField } from '../../fields/prompt';
import type { FieldValues, TextReading } from '../../parameters/field-values';
import { readEndpoint } from '../../parameters/find-model';
import { invalidInput } from '../../items/invalid-input';

/** What the user entered for a model beside its form, before any check against the model. */
export interface ModelInput {
	readonly endpoint: string;
	readonly prompt: TextReading;
	/** '' where none are given. */
	readonly lyrics: string;
	/** The values of Extra Parameters, which take precedence over the form. */
	readonly extra: JsonObject;
}

/**
 * Reads the model, the prompt and the extra parameters of an item.
 *
 * @throws RunningHubError of kind `invalid` when there is no model, the prompt is no text, or the
 * JSON is none.
 */
export function readModelInput(
	values: FieldValues,
	{ withPrompt, withLyrics }: { readonly withPrompt: boolean; readonly withLyrics: boolean },
): ModelInput {
	const endpoint = readEndpoint(values.locator(modelField));
	if (endpoint === '') {
		throw invalidInput(
			'Model: no model is chosen',
			'Choose a model from the list, or type its endpoint.',
		);
	}
	const extra = values
		.within(optionsField)
		.jsonObject(extraParameters, 'Write an object such as {"seed": 7}. Nothing was submitted.');
	return {
		endpoint,
		prompt: withPrompt ? values.readText(promptField) : { text: '' },
		lyrics: withLyrics ? values.text(lyricsField).trim() : '',
		extra,
	};
}
