import { isObject } from './json.cts';
import type { Json, JsonObject } from './json.cts';
import type { LoggedRequest } from './request-log.cts';

/** The body of a request; empty when it is no object. */
export function bodyOf(request: LoggedRequest): JsonObject {
	return isObject(request.body) ? request.body : {};
}

/** The first field the route does not have. */
export function unknownField(body: JsonObject, fields: readonly string[]): string | undefined {
	return Object.keys(body).find((name) => !fields.includes(name));
}

/** A whole number from `least` to `most`; `undefined` for anything else. */
export function wholeNumber(
	value: Json | undefined,
	least: number,
	most = Number.MAX_SAFE_INTEGER,
): number | undefined {
	return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
		? value
		: undefined;
}

/** Text with something in it; `undefined` for anything else. */
export function filledText(value: Json | undefined): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** An id, as text or as a bare number (docs/runninghub-api.md, section 1.3). */
export function idText(value: Json | undefined): string | undefined {
	const id = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
	return filledText(id);
}

/** Whether a value is an http or https address. */
export function isWebAddress(value: Json | undefined): value is string {
	return typeof value === 'string' && /^https?:\/\/\S+$/.test(value) && URL.canParse(value);
}
