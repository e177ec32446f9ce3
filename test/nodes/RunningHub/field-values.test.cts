import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { RESOURCES } from '../../../nodes/RunningHub/actions/resources';
import { SUBMIT_KINDS } from '../../simulator/request-log.cts';
import type { ExecutionResult } from '../../n8n/execution.cts';
import { expressionOf, itemsFor, PASSING, valuesFor } from './expression-values.cts';
import { pngFile } from '../../simulator/media-files.cts';
import { onPublicStage } from './public-names.cts';
import { filledIn, onStage, type Stage } from './stage.cts';
import { formTargets, type Setup, setups, type Target, targetsOf } from './sweep-targets.cts';

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

const GOES_ON = { onError: 'continueRegularOutput' } as const;

/** What a sweep of a field found. */
interface Sweep {
	readonly problems: readonly string[];
	/** Whether what is entered reaches RunningHub; otherwise it is about what n8n does. */
	readonly reachesRunningHub: boolean;
}

/** @param showsChoices whether what is chosen makes a difference that can be seen here. */
async function sweep(stage: Stage, target: Target, showsChoices = false): Promise<Sweep> {
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

const FETCH_PRIVATE_LINKS = 'Fetch Private Links';

/** What shows only when a task takes longer than these do, or with a link into another network. */
const UNSEEN = new Set(['On Timeout', FETCH_PRIVATE_LINKS]);

function operationOf({ resource, operation }: Setup) {
	const found = RESOURCES.find(({ value }) => value === resource)?.operations.find(
		({ value }) => value === operation,
	);
	if (found === undefined) throw new Error(`There is no ${resource}.${operation}`);
	return found;
}

const QUICK = { settings: { duration: () => 0, assetDuration: 0 } };

/** Sweeps fields of an operation on a stage of its own. */
async function sweepAll(
	setup: Setup,
	more: INode['parameters'],
	isWanted: (target: Target) => boolean,
	isFirst = false,
): Promise<Array<readonly [Target, Sweep]>> {
	const found: Array<readonly [Target, Sweep]> = [];
	await onStage(async (stage) => {
		stage.simulator.setWallet(stage.key, { money: 1e6, coins: 1e6 });
		const base = { ...(await setup.fields(stage)), ...more };
		for (const target of targetsOf(setup, operationOf(setup), base).filter(isWanted)) {
			const showsChoices = isFirst && !UNSEEN.has(target.label);
			found.push([target, await sweep(stage, target, showsChoices)]);
		}
	}, QUICK);
	return found;
}

describe('whatever an expression gives has its meaning or is refused by name', () => {
	it('in every field of every operation', async () => {
		const all = await setups();
		expect(all.length).toBeGreaterThan(20);
		const firsts = new Map<unknown, Setup>();
		for (const setup of all) {
			for (const { property } of targetsOf(setup, operationOf(setup), {})) {
				if (!firsts.has(property)) firsts.set(property, setup);
			}
		}
		const first = await Promise.all(
			all.map(
				async (setup) =>
					await sweepAll(setup, {}, ({ property }) => firsts.get(property) === setup, true),
			),
		);
		expect(first.flat().flatMap(([, { problems }]) => problems)).toEqual([]);
		// What is about the results is read in one place for all; the rest is sent by each operation.
		const sent = new Set(
			first.flat().flatMap(([{ property }, swept]) => (swept.reachesRunningHub ? [property] : [])),
		);
		const again = await Promise.all(
			all.map(
				async (setup) =>
					await sweepAll(
						setup,
						{ waitMode: 'submit' },
						({ property }) => firsts.get(property) !== setup && sent.has(property),
					),
			),
		);
		expect(again.flat().flatMap(([, { problems }]) => problems)).toEqual([]);
	}, 300_000);

	it('in every kind of field that forms have', async () => {
		const problems: string[] = [];
		await onStage(async (stage) => {
			stage.simulator.setWallet(stage.key, { money: 1e6, coins: 1e6 });
			const targets = await formTargets(stage);
			expect(targets.length).toBeGreaterThan(40);
			for (const target of targets) problems.push(...(await sweep(stage, target)).problems);
		}, QUICK);
		expect(problems).toEqual([]);
	}, 300_000);

	it('in Fetch Private Links, for a link into another network', async () => {
		const problems: string[] = [];
		await onPublicStage(async (stage) => {
			stage.simulator.setWallet(stage.key, { money: 1e6, coins: 1e6 });
			const link = 'http://minio:9000/a.png';
			const { bytes, contentType } = pngFile(3);
			stage.serve(link, (response) =>
				response.writeHead(200, { 'content-type': contentType }).end(bytes),
			);
			const base = {
				model: { __rl: true, mode: 'list', value: 'rhart-image-n-pro/edit' },
				prompt: 'A lighthouse',
				parameters: filledIn({ resolution: '1k', imageUrls: link }),
				waitMode: 'submit',
			};
			const setup: Setup = {
				resource: 'image',
				operation: 'edit',
				fields: async () => await Promise.resolve(base),
			};
			const targets = targetsOf(setup, operationOf(setup), base).filter(
				({ label }) => label === FETCH_PRIVATE_LINKS,
			);
			expect(targets).toHaveLength(1);
			for (const target of targets) problems.push(...(await sweep(stage, target, true)).problems);
		});
		expect(problems).toEqual([]);
	});
});
