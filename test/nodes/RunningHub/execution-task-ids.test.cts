import { type IRun, Workflow } from 'n8n-workflow';
import { RunningHub } from '../../../nodes/RunningHub/RunningHub.node';
import { waitModeField } from '../../../nodes/RunningHub/fields/wait-mode';
import { nodeTypes } from '../../n8n/execution.cts';
import { ITEM_PROMPT, onStage, prompts, type Stage } from './stage.cts';
import { onStillStage, SUSPEND } from './suspend/still-stage.cts';

const EACH = { prompt: ITEM_PROMPT };
const SUBMIT = { ...EACH, waitMode: 'submit' };

/** What n8n keeps of an execution beside its items. */
function customData(run: IRun): Record<string, string> {
	return run.data.resultData.metadata ?? {};
}

/** The task IDs in it, in their order. */
function noted(run: IRun): string[] {
	return Object.entries(customData(run))
		.filter(([key]) => key.startsWith('RunningHub_task_IDs'))
		.flatMap(([, value]) => value.split(', '));
}

function taskIds({ simulator }: Stage): string[] {
	return simulator.tasks().map(({ id }) => id);
}

describe('the custom data of an execution', () => {
	it.concurrent('names the tasks while it is suspended', async () => {
		await onStillStage(async (stage) => {
			const { run } = await stage.run(SUSPEND, { items: prompts('a [never]', 'b [never]') });
			expect(run.status).toBe('waiting');
			expect(noted(run).sort()).toEqual(taskIds(stage).sort());
		});
	});

	it.concurrent('names the tasks after Stop', async () => {
		await onStage(async (stage) => {
			const { finished, stop } = await stage.start(EACH, {
				items: prompts('a [never]', 'b [never]'),
			});
			while (stage.simulator.tasks().length < 2) {
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
			// RunningHub has both before the node has both answers.
			await new Promise((resolve) => setTimeout(resolve, 1000));
			stop();
			const { run } = await finished;
			expect(noted(run).sort()).toEqual(taskIds(stage).sort());
		});
	});

	it.concurrent(
		'names the tasks of a finished run, each once, in every round of a loop',
		async () => {
			await onStage(async (stage) => {
				const { run } = await stage.run({}, { items: prompts('a', 'b'), loop: true });
				expect(stage.simulator.tasks()).toHaveLength(3);
				expect(noted(run).sort()).toEqual(taskIds(stage).sort());
			});
		},
	);

	it.concurrent('has as many tasks as fit into five keys, the latest ones', async () => {
		await onStage(async (stage) => {
			const many = Array.from({ length: 130 }, (_, item) => `item ${item}`);
			const { run } = await stage.run(SUBMIT, { items: prompts(...many) });
			const values = Object.values(customData(run));
			expect(values).toHaveLength(5);
			expect(Math.max(...values.map(({ length }) => length))).toBeLessThanOrEqual(512);
			const ids = noted(run);
			expect(new Set(ids).size).toBe(ids.length);
			// Whole keys are emptied to make room.
			expect(ids.length).toBeGreaterThanOrEqual(4 * 23);
			expect(ids).toEqual(expect.arrayContaining(taskIds(stage).slice(-4 * 23)));
			expect(ids.filter((id) => !taskIds(stage).includes(id))).toEqual([]);
		});
	});

	it.concurrent(
		'stays below the length at which the log of n8n complains, while it can',
		async () => {
			await onStage(async (stage) => {
				const some = Array.from({ length: 40 }, (_, item) => `item ${item}`);
				const { run } = await stage.run(SUBMIT, { items: prompts(...some) });
				expect(noted(run)).toHaveLength(40);
				for (const value of Object.values(customData(run))) {
					expect(value.length).toBeLessThanOrEqual(255);
				}
			});
		},
	);

	it.concurrent.each([
		[9, 1],
		[10, 0],
	])('leaves %i keys of others alone', async (others, own) => {
		await onStage(async (stage) => {
			const items = prompts(...Array.from({ length: others }, (_, item) => `item ${item}`));
			const prompt =
				'={{ $execution.customData.set("mine" + $itemIndex, "kept") || $json.prompt }}';
			const { run, error } = await stage.run({ ...SUBMIT, prompt }, { items });
			expect(error).toBeUndefined();
			const kept = Object.entries(customData(run)).filter(([key]) => key.startsWith('mine'));
			expect(kept).toHaveLength(others);
			expect(kept.every(([, value]) => value === 'kept')).toBe(true);
			expect(Object.keys(customData(run))).toHaveLength(others + own);
			expect(noted(run)).toHaveLength(own * others);
		});
	});
});

describe('the editor, while an execution is suspended', () => {
	it('says on the node in which execution the IDs are', () => {
		const { waitingNodeTooltip = '' } = new RunningHub().description;
		const node = {
			id: '1',
			name: 'RunningHub',
			type: 'runningHub',
			typeVersion: 2,
			position: [0, 0] satisfies [number, number],
			parameters: {},
		};
		const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
		// All that n8n's editor evaluates it with.
		const $execution = { id: '231', mode: 'test' as const, resumeUrl: '', resumeFormUrl: '' };
		expect(
			workflow.expression.getSimpleParameterValue(node, waitingNodeTooltip, 'internal', {
				$execution,
			}),
		).toMatch(/goes on when RunningHub calls back\. .*custom data of execution 231 /);
	});

	it('has said of Stop before anything else', () => {
		const [suspend] = (waitModeField.options ?? []).flatMap((option) =>
			'value' in option && option.value === 'suspend' ? (option.description ?? '') : [],
		);
		expect(suspend).toMatch(/^Stopping the execution does not cancel its tasks\./);
	});
});
