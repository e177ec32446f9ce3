import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import type { INode, INodeProperties } from 'n8n-workflow';
import { RunningHubTrigger } from '../../../nodes/RunningHubTrigger/RunningHubTrigger.node';
import { type TriggerStage, triggerStage } from '../../n8n/trigger.cts';
import { PASSING, type Meant, valuesFor } from '../RunningHub/expression-values.cts';
import { onStage, prompts, type Stage } from '../RunningHub/stage.cts';
import { valueKind } from '../RunningHub/sweep-targets.cts';

type Fields = INode['parameters'];

/** A field of the trigger, also of those inside Options. */
interface Field {
	readonly property: INodeProperties;
	readonly filledWith: (entered: string) => Fields;
}

function fields(): Field[] {
	const { properties } = new RunningHubTrigger().description;
	return properties.flatMap(({ name, type, options, ...rest }): Field[] => {
		if (type === 'notice') return [];
		if (type !== 'collection') {
			const property = { name, type, ...(options && { options }), ...rest };
			return [{ property, filledWith: (entered) => ({ [name]: entered }) }];
		}
		return (options ?? []).flatMap((option) =>
			'type' in option
				? [
						{
							property: option,
							filledWith: (entered: string) => ({ [name]: { [option.name]: entered } }),
						},
					]
				: [],
		);
	});
}

/** What the trigger starts the workflow with, or why it does not. */
interface Outcome {
	readonly error: string | undefined;
	/** For each of the tasks. */
	readonly started: string;
	/** The same without what differs every time. */
	readonly view: string;
	readonly warnings: string;
}

/** A task that has succeeded, with two files, and one that has failed. */
async function tasksOver(stage: Stage): Promise<string[]> {
	const items = prompts('a [outputs:2]', 'b [fail:1505]');
	const values = { prompt: '={{ $json.prompt }}', waitMode: 'submit' };
	await stage.run(values, { items, onError: 'continueRegularOutput' });
	while (stage.simulator.tasks().some(({ state }) => state === 'QUEUED' || state === 'RUNNING')) {
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	return stage.simulator.tasks().map(({ id }) => id);
}

async function outcomeOf(trigger: TriggerStage, ids: readonly string[]): Promise<Outcome> {
	let error: string | undefined;
	const warn = jest.spyOn(Container.get(Logger), 'warn');
	const started = [];
	for (const taskId of ids) {
		try {
			const { items } = await trigger.callTest({ taskId });
			started.push(
				items?.map(({ json, binary }) => [
					json,
					Object.entries(binary ?? {}).map(([name, { fileName }]) => [name, fileName]),
				]),
			);
		} catch (thrown) {
			error = thrown instanceof Error ? thrown.message : String(thrown);
		}
	}
	const warnings = JSON.stringify(warn.mock.calls);
	warn.mockRestore();
	return {
		error,
		started: JSON.stringify(started),
		view: JSON.stringify(started).replaceAll(PASSING, ''),
		warnings,
	};
}

/** A trigger has no item for `$json` and `$binary` to be about: n8n says so itself. */
function isPossible({ value: { code } }: Meant): boolean {
	return !/\$(?:json|binary)/.test(code);
}

describe('whatever an expression gives has its meaning or is refused by name', () => {
	it('in every field of the trigger', async () => {
		const problems: string[] = [];
		await onStage(async (stage) => {
			const ids = await tasksOver(stage);
			expect(ids).toHaveLength(2);
			const credential = { site: 'custom', baseUrl: stage.simulator.baseUrl, apiKey: stage.key };
			const enter = async ({ filledWith }: Field, code: string) =>
				await outcomeOf(triggerStage(credential, filledWith(`={{ ${code} }}`)), ids);
			const untouched = await outcomeOf(triggerStage(credential, {}), ids);
			expect(untouched).toMatchObject({ error: undefined, warnings: '[]' });
			for (const field of fields()) {
				const { displayName: label } = field.property;
				const kind = valueKind(field.property);
				const literals = new Map<string, Outcome>();
				for (const { meaning } of valuesFor(kind)) {
					if (meaning !== undefined) literals.set(meaning, await enter(field, meaning));
				}
				const problemOf = async ({ value, meaning }: Meant) => {
					const { error, started, view, warnings } = await enter(field, value.code);
					const literal = meaning === undefined ? undefined : literals.get(meaning);
					if (error !== undefined) {
						if (!error.includes(label)) return `ends in: ${error}`;
						const isText = kind.type === 'text' && value.shape === 'plain';
						return isText || (literal !== undefined && literal.error === undefined)
							? `is refused: ${error}`
							: undefined;
					}
					if (value.shape === 'nothing') {
						if (value.reads?.test(started) === true) return undefined;
						if (!warnings.includes(label)) return 'gives nothing, and nothing tells of it';
						return view === untouched.view ? undefined : 'gives nothing, but changes something';
					}
					if (kind.type === 'text') {
						return value.shape !== 'lost' && value.reads?.test(started) === true
							? undefined
							: 'is taken, but does not arrive';
					}
					if (literal === undefined) return 'is taken, though it means nothing there';
					return view === literal.view ? undefined : `is taken, but not as ${meaning}`;
				};
				for (const meant of valuesFor(kind).filter(isPossible)) {
					const problem = await problemOf(meant);
					if (problem !== undefined) problems.push(`${label}: ${meant.value.name} ${problem}`);
				}
				const views = new Set([...literals.values()].map(({ view }) => view));
				if (kind.type !== 'text' && views.size < 2) {
					problems.push(`${label}: whatever is chosen, nothing changes`);
				}
			}
		});
		expect(fields().length).toBeGreaterThan(5);
		expect(problems).toEqual([]);
	}, 300_000);
});
