/** Inputs that RunningHub draws anew for each run unless they are given (docs/runninghub-api.md, section 12.1). */
export const SEEDS: ReadonlySet<string> = new Set(['seed', 'noise_seed', 'rand_seed']);

/** Whether a number is a seed: those go up to 2^64 - 1, further than a JSON number. */
export function isSeed(fieldName: string): boolean {
	return /(?:^|_)seed(?:_|$)/i.test(fieldName);
}
