import type { Model } from './model';

const NUMBER_OR_WORDS = /\d+(?:\.\d+)*|\D+/g;

/** Titles whose number is no version, or whose version is a word. */
const VERSIONS: ReadonlyArray<readonly [RegExp, string]> = [
	[/^Nano Banana Pro\b/, '1.5'],
	// Named after the month it came out in.
	[/^Qwen Image 25\d\d\b/, '1'],
];

function versionOf({ title, provider }: Model): string {
	const known = VERSIONS.find(([pattern]) => pattern.test(title))?.[1];
	// A digit of the family's own name, as in Hunyuan3D, is none either.
	const rest = title.startsWith(provider) ? title.slice(provider.length) : title;
	return known ?? /\d+(?:\.\d+)*/.exec(rest)?.[0] ?? '0';
}

function compareVersions(left: string, right: string): number {
	const leftParts = left.split('.').map(Number);
	const rightParts = right.split('.').map(Number);
	for (let index = 0; index < Math.max(leftParts.length, rightParts.length); index++) {
		const difference = (leftParts[index] ?? 0) - (rightParts[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}

function compareText(left: string, right: string): number {
	return left < right ? -1 : left > right ? 1 : 0;
}

/** Words go up and numbers go down, so that `9B` comes before `4B`. */
function compareNames(left: string, right: string): number {
	const leftParts = left.toLowerCase().match(NUMBER_OR_WORDS) ?? [];
	const rightParts = right.toLowerCase().match(NUMBER_OR_WORDS) ?? [];
	for (const [index, leftPart] of leftParts.entries()) {
		const rightPart = rightParts[index];
		if (rightPart === undefined) return 1;
		const difference =
			/^\d/.test(leftPart) && /^\d/.test(rightPart)
				? compareVersions(rightPart, leftPart)
				: compareText(leftPart, rightPart);
		if (difference !== 0) return difference;
	}
	return leftParts.length - rightParts.length || compareText(left, right);
}

/** What comes first whatever its family: good starts; what comes last: helpers, then what is withdrawn. */
function rank({ goodStart, helper, unavailable, deprecated }: Model): number {
	if (deprecated) return 4;
	if (unavailable === true) return 3;
	if (helper === true) return 2;
	return goodStart === undefined ? 1 : 0;
}

/**
 * The order models are listed in: good starts, then by family with the newest version first, then
 * helper steps, and last what RunningHub offers no longer.
 */
export function compareModels(left: Model, right: Model): number {
	return (
		rank(left) - rank(right) ||
		(left.goodStart ?? 0) - (right.goodStart ?? 0) ||
		compareText(left.provider.toLowerCase(), right.provider.toLowerCase()) ||
		compareVersions(versionOf(right), versionOf(left)) ||
		compareNames(left.title, right.title) ||
		compareText(left.endpoint, right.endpoint)
	);
}
