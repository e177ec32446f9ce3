import { readGraph } from '../../../../runninghub/forms/graph-shape';
import { graphField } from '../../fields/workflow-json';
import { invalidForm } from '../../parameters/invalid-input';
import { giveHint } from '../../runtime/execution-hint';
import type { ExecuteContext } from '../../runtime/n8n-context';

/**
 * The graph that the user gave, as JSON text. What is sent differently from what was given is said
 * in a hint.
 *
 * @param title what the graph belongs to, for the message.
 * @throws RunningHubError of kind `invalid` that lists everything that is wrong with the graph.
 */
export function readWorkflowJson(ctx: ExecuteContext, value: unknown, title: string): string {
	const reading = readGraph(value);
	const said = (sentence: string) => `${graphField.displayName}: ${sentence}`;
	if ('problems' in reading) throw invalidForm(title, reading.problems.map(said));
	for (const note of reading.notes) {
		giveHint(ctx, said(note));
	}
	return reading.text;
}
