import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastGlob from 'fast-glob';
import type { INode } from 'n8n-workflow';
import ts from 'typescript';
import { runAlone } from '../../../nodes/RunningHub/batch/run-alone';
import { stopError } from '../../../nodes/RunningHub/batch/stop-error';
import type { CheckedItem } from '../../../nodes/RunningHub/batch/task-jobs';
import { errorItem } from '../../../nodes/RunningHub/items/error-item';
import { queryTask } from '../../../runninghub/api/tasks';
import { ERROR_CODES } from '../../../runninghub/errors/error-codes';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { asObject, asText } from '../../../runninghub/json';
import type { JobOutcome, TaskJob } from '../../../runninghub/tasks/batch-request';
import type { CollectedResult } from '../../../nodes/RunningHub/items/result-items';
import { TransportFault } from '../../../runninghub/transport';
import { scriptedTransport, type ScriptedAnswer } from '../../runninghub/scripted-transport.cts';
import { createBatchBench, numbered, submitThrough } from '../../runninghub/tasks/batch-bench.cts';
import { BUYS_TWICE } from './advice.cts';

const NODE: INode = {
	id: '1',
	name: 'RunningHub',
	type: 'runningHub',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const MINUTE = 60_000;

const ANSWERS: ReadonlyArray<readonly [string, ScriptedAnswer | TransportFault]> = [
	...Object.keys(ERROR_CODES).map((errorCode): [string, ScriptedAnswer] => [
		`code ${errorCode}`,
		{ json: { errorCode, errorMessage: 'own words' } },
	]),
	...[400, 403, 404, 408, 429, 500, 502, 503, 504].map((status): [string, ScriptedAnswer] => [
		`HTTP ${status}`,
		{ status, text: '<html></html>' },
	]),
	['a page instead of an answer', { text: '<html></html>' }],
	['a refusal without a reason', { json: { code: 4711, msg: '' } }],
	['a cut connection', new TransportFault('the connection was cut', false)],
	['no connection', new TransportFault('the connection was refused', true)],
];

/** The middle one of three jobs meets the answer; the others go well. */
async function outcomesOf(
	phase: 'submit' | 'query',
	answer: ScriptedAnswer | TransportFault,
): Promise<Array<JobOutcome<string>>> {
	const bench = createBatchBench(3);
	const transport = scriptedTransport(answer);
	const [first, middle, last] = bench.jobs(numbered(3, '[time:20000]'), 5 * MINUTE);
	if (!first || !middle || !last) throw new Error('three jobs expected');
	const hit: TaskJob<Parameters<typeof middle.submit>[0]> =
		phase === 'submit'
			? { ...middle, submit: submitThrough(transport) }
			: {
					...middle,
					look: async (_, taskId, signal) => await queryTask(transport, taskId, signal),
				};
	return await bench.batch([first, hit, last]);
}

/** What the user reads of the failure: in the item under Continue, and where it stops the workflow. */
function textsOf(outcomes: ReadonlyArray<JobOutcome<string>>): [item: string, stop: string] {
	const collected = outcomes.map(
		(outcome): JobOutcome<readonly CollectedResult[]> =>
			outcome.state === 'finished' ? { ...outcome, collected: [] } : outcome,
	);
	const [first, failed, last] = collected;
	if (failed?.state !== 'failed' || !first || !last) throw new Error('a failure expected');
	const { json } = errorItem(NODE, failed.error, 1, runAlone(failed.error, [first, last]));
	const items: CheckedItem[] = [0, 1, 2].map((index) => ({
		index,
		request: { kind: '', subject: {}, inputs: {}, existing: '' },
		links: { baseUrl: 'https://www.runninghub.ai', fetchPrivate: false },
		settings: {
			simplify: true,
			download: true,
			fileNamePrefix: '',
			maxConcurrent: 0,
			maxPrice: undefined,
			maxTotalPrice: undefined,
			onTimeout: 'error',
			output: 'perFile',
			binaryField: 'data',
			timeout: MINUTE,
			webhookUrl: '',
		},
		binaries: new Map(),
	}));
	const stop = stopError(NODE, items, collected, () => true);
	return [asText(asObject(json.details).hint), `${stop?.description ?? ''}`];
}

describe.each(ANSWERS)('the hint after %s', (_name, answer) => {
	it('to a submission names the way for the one item, and never the way to pay twice', async () => {
		const outcomes = await outcomesOf('submit', answer);
		const [, failed] = outcomes;
		const error = failed?.state === 'failed' ? failed.error : undefined;
		expect(error).toBeInstanceOf(RunningHubError);
		const isUncertain = error instanceof RunningHubError && error.kind === 'uncertain';
		for (const text of textsOf(outcomes)) {
			expect(text).not.toMatch(BUYS_TWICE);
			expect(text).toMatch(
				isUncertain ? /call records[^]*Task → Wait[^]*run this item alone/ : /run this item alone/,
			);
		}
	});

	it('to a query names the task and Task → Wait, and never the way to pay twice', async () => {
		const outcomes = await outcomesOf('query', answer);
		const [, failed] = outcomes;
		if (failed?.state !== 'failed') throw new Error('a failure expected');
		expect(failed.taskId).toMatch(/^\d{19}$/);
		// RunningHub says that it does not know the task.
		const isGone = /no longer knows/.test(String(failed.error));
		for (const text of textsOf(outcomes)) {
			expect(text).not.toMatch(BUYS_TWICE);
			expect(text).toContain('Task → Wait');
			expect(text).toMatch(isGone ? /call records/ : new RegExp(`task ID ${failed.taskId}`));
		}
	});
});

/** All texts in the source code of a folder. */
function literalsOf(folder: string): string[] {
	const root = join(__dirname, '../../..', folder);
	return fastGlob.sync('**/*.ts', { cwd: root, absolute: true }).flatMap((path) => {
		const literals: string[] = [];
		const visit = (node: ts.Node): void => {
			if (ts.isStringLiteralLike(node)) literals.push(node.text);
			else if (ts.isTemplateExpression(node)) literals.push(node.getText());
			ts.forEachChild(node, visit);
		};
		visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
		return literals;
	});
}

describe('no text of', () => {
	it.each(['runninghub', 'nodes'])('%s says to do once more what may be paid for', (folder) => {
		const literals = literalsOf(folder);
		expect(literals.length).toBeGreaterThan(100);
		const advice =
			/\b(run|start|submit|try|upload|execute|queue)\b[^.]*\b(again|anew)\b|run the workflow/i;
		const said = literals.map((text) => text.replace(/\bnot (submitted|sent) again\b/, ''));
		expect(said.filter((text) => advice.test(text))).toEqual([]);
	});

	it("runninghub speaks of n8n's editor", () => {
		const words = /Task → |Max Concurrent|Retry On Fail|On Error|Webhook URL|\bcredential\b/;
		expect(literalsOf('runninghub').filter((text) => words.test(text))).toEqual([]);
	});
});
