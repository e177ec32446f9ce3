import type { INodeProperties } from 'n8n-workflow';
import { showValue } from '../../../runninghub/forms/shorten';
import type { FieldValues } from './field-values';
import { notAllowed } from './not-allowed';

/**
 * The web address in a field; '' where none is given.
 * @throws RunningHubError of kind `invalid` that names the field.
 */
export function webAddress(values: FieldValues, field: INodeProperties): string {
	const text = values.text(field).trim();
	if (text === '' || /^https?:\/\/[^\s/]+\S*$/i.test(text)) return text;
	throw notAllowed(
		field.displayName,
		showValue(text),
		'an address that begins with https:// or http://',
	);
}
