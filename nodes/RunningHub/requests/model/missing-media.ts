import {
	canHoldMedia,
	mainMedia,
	mediaInOrder,
	workedOn,
} from '../../../../runninghub/catalogue/media-work';
import { OPERATIONS } from '../../../../runninghub/catalogue/operations';
import type { ModelOperation, Resource } from '../../../../runninghub/catalogue/operations';
import type { CoercedForm } from '../../../../runninghub/forms/coerce-form';
import { isUntouched } from '../../../../runninghub/forms/coerce-list';
import type { FormField } from '../../../../runninghub/forms/form-field';
import { extraParameters } from '../../fields/model-options';
import type { ExtraParameters } from './extra-parameters';

/** What was entered for a model, as far as files go. */
interface Entered {
	readonly fields: readonly FormField[];
	readonly coerced: Pick<CoercedForm, 'values'>;
	readonly entered: Readonly<Record<string, unknown>>;
	readonly extra: Pick<ExtraParameters, 'replaced' | 'holdsMedia'>;
}

/**
 * Why an operation that works on files cannot run: there is none, neither as a file nor as what
 * refers to one. RunningHub would take many of these and charge for a result of the text alone.
 */
export function missingMedia(
	resource: Resource,
	operation: ModelOperation,
	{ fields, coerced, entered, extra }: Entered,
): string | undefined {
	const kind = workedOn(resource, operation);
	if (kind === undefined || extra.holdsMedia) return undefined;
	const holders = fields.filter(canHoldMedia);
	const isGiven = ({ id }: FormField) =>
		coerced.values.has(id) || extra.replaced.has(id) || !isUntouched(entered[id]);
	if (holders.some(isGiven)) return undefined;
	const media = mediaInOrder(fields, mainMedia(fields, kind));
	const named = (media.length > 0 ? media : holders).map(({ label }) => label);
	const where = named.length > 0 ? list(named) : extraParameters.displayName;
	return `${where}: no file is given, and this operation works on files. Give a URL or the name of a binary field.${elsewhere(resource)}`;
}

function elsewhere(resource: Resource): string {
	return OPERATIONS[resource].some((operation) => operation === 'generateFromText')
		? ' To work from a text alone, choose the operation Generate From Text.'
		: '';
}

/** Names in a row; of many the first ones, so that the sentence can be read. */
function list(names: readonly string[]): string {
	return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} …`;
}
