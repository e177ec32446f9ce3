import type { ResourceMapperField } from 'n8n-workflow';
import { modelForm } from '../../../runninghub/catalogue/catalogue';
import { asksForLyrics, lyricsOf } from '../../../runninghub/catalogue/lyrics';
import { mainMedia, mediaInOrder, workedOn } from '../../../runninghub/catalogue/media-work';
import type { Model } from '../../../runninghub/catalogue/model';
import { findOperation, isResource } from '../../../runninghub/catalogue/operations';
import { unitOf } from '../../../runninghub/catalogue/units';
import { isMediaType } from '../../../runninghub/forms/form-field';
import type { ModelPlace } from '../parameters/find-model';
import { mapperFields } from './mapper-fields';

/** The name that n8n gives the file of an item, unless told otherwise. */
const USUAL_BINARY_FIELD = 'data';

/** A prompt that is a parameter, in operations where no model needs one. */
const PROMPT_KEY = /^(?:text)?prompt$/i;

/**
 * The form of a model as an operation shows it: files first and the main one before the others,
 * without the texts that have a field of their own. What is required is there from the start, and a
 * prompt, and so are all files where the operation works on some. The main file is the item's own.
 */
export function modelMapper(
	model: Model,
	{ resource, operation: name }: ModelPlace,
): ResourceMapperField[] {
	const operation = isResource(resource) ? findOperation(resource, name) : undefined;
	const kind =
		isResource(resource) && operation !== undefined ? workedOn(resource, operation) : undefined;
	const form = modelForm(model);
	const main = mainMedia(form, kind);
	const lyrics = asksForLyrics(resource, name) ? lyricsOf(form) : undefined;
	const own = form.filter((field) => field.role !== 'prompt' && field !== lyrics);
	const files = mediaInOrder(own, main);
	const others = own.filter(({ type }) => !isMediaType(type));
	return mapperFields([...files, ...others], (field) => {
		const unit = unitOf(field);
		return {
			isShown:
				field.required ||
				PROMPT_KEY.test(field.id) ||
				(kind !== undefined && isMediaType(field.type)),
			...(field === main && { filledWith: USUAL_BINARY_FIELD }),
			...(unit !== undefined && { unit }),
		};
	});
}
