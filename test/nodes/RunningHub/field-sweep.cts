import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { ExecutionResult } from '../../n8n/execution.cts';
import { SUBMIT_KINDS } from '../../simulator/request-log.cts';
import { expressionOf, itemsFor, PASSING, valuesFor } from './expression-values.cts';
import type { Stage } from './stage.cts';
import type { Target } from './sweep-targets.cts';

/** What came of the item at that place. */
function rowsOf({ outputs }: ExecutionResult, place: number): INodeExecutionData[] {
	return (outputs[0] ?? []).filter(({ pairedItem }) =>
		typeof pairedItem === 'object' && !Array.isArray(pairedItem)
			? pairedItem.item === place
			: false,
	);
}

function errorOf(rows: readonly INodeExecutionData[]): string | undefined {
	const [error] = rows.flatMap(({ json }) => (typeof json.error === 'string' ? [json.error] : []));
	return error;
}

/** What the user sees of the rows, and what RunningHub was sent, without what differs every time. */
function view(stage: Stage, rows: readonly INodeExecutionData[]): unknown {
	const shape = ({ json, binary }: INodeExecutionData): unknown => [
		json.taskId === undefined ? json : Object.keys(json),
		Object.keys(binary ?? {}),
	];
	const bodies = stage.simulator
		.tasks()
		.filter(({ id }) => rows.some(({ json }: { json: IDataObject }) => json.taskId === id))
		.map(({ body }) => body);
	return [rows.length, rows.map(shape), bodies];
}

/** What RunningHub was sent since. */
function sentSince({ simulator }: Stage, before: number): string {
	return readable(
		simulator.requests.slice(before).map(({ path, query, body }) => [path, query, body]),
	);
}

/** JSON in JSON reads like JSON. */
function readable(value: unknown): string {
	return JSON.stringify(value).replaceAll('\\"', '"');
}

/** A stage on which nothing takes time. */
export const QUICK = { settings: { duration: () => 0, assetDuration: 0 } };

const GOES_ON = { onError: 'continueRegularOutput' } as const;

/** What a sweep of a field found. */
export interface Sweep {
	readonly problems: readonly string[];
	/** Whether what is entered reaches RunningHub; otherwise it is about what n8n does. */
	readonly reachesRunningHub: boolean;
}

/**
 * Enters whatever an expression may give into a field.
 *
 * @param showsChoices whether what is chosen makes a difference that can be seen here.
 */
export async function sweep(stage: Stage, target: Target, showsChoices = false): Promise<Sweep> {
	const { simulator } = stage;
	const meant = valuesFor(target);
	const items = itemsFor(meant.map(({ value }) => value));
	const enter = async (codes: readonly string[]) => {
		const given = { ...GOES_ON, items: items.slice(0, codes.length) };
		return await stage.run(target.filledWith(expressionOf(codes)), given);
	};
	const before = simulator.requests.length;
	const run = await enter(meant.map(({ value }) => value.code));
	const sent = sentSince(stage, before);
	const submissions = simulator.requests
		.slice(before)
		.filter(({ kind }) => SUBMIT_KINDS.includes(kind));
	const got = readable(run.outputs.flat().filter(({ json }) => json.error === undefined));
	const hints = readable(run.run.data.resultData.runData.RunningHub?.map((each) => each.hints));
	const meanings = [...new Set(meant.flatMap(({ meaning }) => meaning ?? []))];
	const literals = meanings.length === 0 ? run : await enter(meanings);
	const literalOf = (meaning: string) => rowsOf(literals, meanings.indexOf(meaning));
	const viewOf = (rows: readonly INodeExecutionData[]) =>
		JSON.stringify(view(stage, rows)).replaceAll(PASSING, '');
	let refused = 0;
	const problems = meant.flatMap(({ value, meaning }, place): string[] => {
		const error = errorOf(rowsOf(run, place));
		const reaches = value.reads?.test(sent) === true;
		if (error?.includes(target.label) === true) {
			if (!reaches) refused += 1;
			return meaning === undefined || errorOf(literalOf(meaning)) !== undefined
				? []
				: [`${value.name} is refused, though ${meaning} is not: ${error}`];
		}
		const told = `${value.name} ${error === undefined ? 'is taken' : `ends in: ${error}`}`;
		if (value.shape === 'lost') return [told];
		if (value.shape === 'nothing') {
			return reaches || hints.includes(target.label) ? [] : [`${told}, and nothing tells of it`];
		}
		if (target.type !== 'text' && target.type !== 'other') {
			if (meaning === undefined) return [`${told}, though it means nothing there`];
			return viewOf(rowsOf(run, place)) === viewOf(literalOf(meaning))
				? []
				: [`${told}, but not as ${meaning}`];
		}
		// The address of a file that cannot be fetched is told in place of the field.
		const arrives =
			reaches || value.reads?.test(`${got}${hints}`) === true || error?.includes('swept.png');
		return arrives === true ? [] : [`${told}, but does not arrive`];
	});
	if (target.buys && submissions.length > meant.length - refused)
		problems.push('a refused item was submitted');
	const views = new Set(meanings.map((meaning) => viewOf(literalOf(meaning))));
	const chooses = target.type === 'flag' || target.type === 'choice';
	if (showsChoices && chooses && views.size < 2) {
		problems.push('whatever is chosen, nothing changes that this sweep could see');
	}
	const asked = new Set(submissions.map(({ path, body }) => readable([path, body])));
	return {
		problems: problems.map((problem) => `${target.title}: ${problem}`),
		reachesRunningHub: !target.buys || asked.size > 1,
	};
}
