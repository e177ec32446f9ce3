/** Why a number that no JSON number holds exactly cannot be used, and how it can be given. */
export const LOST_DIGITS = 'it has lost digits as a number: give it as text';

/** Whether a whole number is so large that its last digits are made up. */
export function hasLostDigits(value: unknown): value is number {
	return typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
}

/** The first such number within a value that JSON can hold; `undefined` where there is none. */
export function findLostDigits(value: unknown): number | undefined {
	if (hasLostDigits(value)) return value;
	if (typeof value !== 'object' || value === null) return undefined;
	for (const entry of Object.values(value)) {
		const found = findLostDigits(entry);
		if (found !== undefined) return found;
	}
	return undefined;
}
