import type { INodeProperties } from 'n8n-workflow';
import { readGraph } from '../../../../runninghub/forms/graph-shape';
import { invalidForm } from '../../items/invalid-input';
import { giveHint } from '../../runtime/execution-hint';
import type { ExecuteContext } from '../../runtime/n8n-context';

/**
 * The graph that the user gave, as JSON text. What is sent differently from what was given is said
 * in a hint.
 *
 * @param field that it was given in, for the message.
 * @param title what the graph belongs to, for the message.
 * @throws RunningHubError of kind `invalid` that lists everything that is wrong with the graph.
 */
export function readWorkflowJson(
	ctx: ExecuteContext,
	value: unknown,
	{ displayName }: INodeProperties,
	title: string,
): string {
	const reading = readGraph(value);
	const said = (sentence: string) => `${displayName}: ${sentence}`;
	if ('problems' in reading) throw invalidForm(title, reading.problems.map(said));
	for (const note of reading.notes) {
		giveHint(ctx, said(note));
	}
	return reading.text;
}
