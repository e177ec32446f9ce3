import type { FormField } from '../forms/form-field';

/**
 * Units by the key of an input, or by its label where the key names a node
 * (docs/runninghub-api.md, section 11).
 */
const UNITS: ReadonlyArray<readonly [key: RegExp, unit: string]> = [
	[/^silence_?duration$/i, 'ms'],
	[/^duration$/i, 's'],
	[/fps$|frame ?rate$/i, 'fps'],
	[/^sample_?rate$|^sample rate$/i, 'Hz'],
	[/^bit_?depth$/i, 'bits'],
	[/^(?:output|custom)? ?(?:width|height)$|^(?:long|short)EdgeSize$|^resolutionLimit$/i, 'px'],
];

const BIT_RATE = /^bit_?rate$/i;
/** Up to here a bit rate with free numbers is in thousands: no model takes so few bits. */
const FEWEST_BITS = 1000;

/** The unit of a model's number, or of its choices that are numbers; `undefined` where it has none. */
export function unitOf({ id, label, type, min }: FormField): string | undefined {
	if (type !== 'integer' && type !== 'number' && type !== 'options') return undefined;
	const key = id.includes('##') ? label : id;
	if (BIT_RATE.test(key)) {
		return type !== 'options' && min !== undefined && min < FEWEST_BITS ? 'kbit/s' : 'bit/s';
	}
	const unit = UNITS.find(([pattern]) => pattern.test(key))?.[1];
	return unit !== undefined && label.toLowerCase().endsWith(` ${unit}`) ? undefined : unit;
}
