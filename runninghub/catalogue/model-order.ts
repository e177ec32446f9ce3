import type { Model } from './model';

const NUMBER_OR_WORDS = /\d+(?:\.\d+)*|\D+/g;

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

/** Words go up and numbers go down, so that `v10` comes before `v9.5` and both before `v9`. */
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

/** The order models are listed in: by family, newest version first, withdrawn ones last of all. */
export function compareModels(left: Model, right: Model): number {
	return (
		Number(left.deprecated) - Number(right.deprecated) ||
		compareText(left.provider.toLowerCase(), right.provider.toLowerCase()) ||
		compareNames(left.name, right.name)
	);
}
