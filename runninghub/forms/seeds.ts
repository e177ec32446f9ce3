/** Inputs that RunningHub draws anew for each run unless they are given (docs/runninghub-api.md, section 12.1). */
export const SEEDS: ReadonlySet<string> = new Set(['seed', 'noise_seed', 'rand_seed']);
