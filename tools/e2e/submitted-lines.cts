/**
 * The tasks of a node "Pictures" whose submission a log of n8n does not name with the execution and
 * the item.
 *
 * @param prompts those of the items, in their order.
 */
export function notInLog(
	log: string,
	execution: string,
	tasks: ReadonlyArray<{ readonly id: string; readonly prompt: string }>,
	prompts: readonly string[],
): string[] {
	const lines = log.split('\n');
	const isNamed = (id: string, prompt: string): boolean => {
		const item = prompts.indexOf(prompt);
		const place = `execution ${execution}, node "Pictures", item ${item}`;
		return lines.some((line) => line.includes(id) && line.includes(place));
	};
	return tasks.filter(({ id, prompt }) => !isNamed(id, prompt)).map(({ id }) => id);
}
