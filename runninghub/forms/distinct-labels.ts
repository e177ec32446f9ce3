/** Longest label of a field, in UTF-16 units: the editor cuts longer ones. */
export const LONGEST_LABEL = 28;

/** The labels, with a number at the end of each that an earlier one has already. */
export function distinctLabels(labels: readonly string[]): string[] {
	const taken = new Set(labels);
	const seen = new Set<string>();
	return labels.map((label) => {
		if (!seen.has(label)) {
			seen.add(label);
			return label;
		}
		for (let count = 2; ; count++) {
			const tail = ` (${count})`;
			const numbered = `${label.slice(0, LONGEST_LABEL - tail.length)}${tail}`;
			if (taken.has(numbered)) continue;
			taken.add(numbered);
			return numbered;
		}
	});
}
