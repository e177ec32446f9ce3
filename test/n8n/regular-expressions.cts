import { setSafeRegexEngine } from 'n8n-workflow';

/**
 * Lets n8n's regular expressions run as long as they need. n8n gives each a quarter of a second, by the
 * clock on the wall: a process that a busy machine leaves waiting that long fails for no reason.
 */
export function withoutTimeLimit(): void {
	const global = (flags = ''): string => (flags.includes('g') ? flags : `${flags}g`);
	setSafeRegexEngine({
		exec: (pattern, input, flags) => new RegExp(pattern, flags).exec(input),
		test: (pattern, input, flags) => new RegExp(pattern, flags).test(input),
		replace: (pattern, input, flags, replacement) =>
			input.replace(new RegExp(pattern, flags), replacement),
		matchAll: (pattern, input, flags) => [...input.matchAll(new RegExp(pattern, global(flags)))],
		split: (pattern, input, flags) => input.split(new RegExp(pattern, flags)),
	});
}
