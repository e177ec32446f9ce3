import { BinaryDataService } from 'n8n-core';
import { Container } from '@n8n/di';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { failureDetails, toNodeError } from '../../../nodes/RunningHub/items/node-error';
import { ERROR_CODES } from '../../../runninghub/errors/error-codes';
import { errorFromAnswer } from '../../../runninghub/errors/error-from-answer';
import { startEngines } from '../../n8n/execution.cts';
import { itemWithFiles, onStage, prompts, ITEM_PROMPT } from './stage.cts';

const NEVER_MIND = Number.POSITIVE_INFINITY;
const NODE = {
	id: '1',
	name: 'RunningHub',
	type: 'runningHub',
	typeVersion: 1,
	position: [0, 0] satisfies [number, number],
	parameters: {},
};

describe('an error that is none of RunningHub', () => {
	const cause = new Error('below');
	const error = Object.assign(new Error('This went wrong', { cause }), {
		description: 'Look into the left drawer',
	});

	it('keeps its message, description and cause', () => {
		const told = toNodeError(NODE, error, 2);
		expect(told).toBeInstanceOf(NodeOperationError);
		expect(told).toMatchObject({
			message: 'This went wrong',
			description: 'Look into the left drawer.',
			context: { itemIndex: 2 },
			cause: error,
		});
	});

	it('is not called a fault of RunningHub', () => {
		expect(failureDetails(error)).toEqual({
			kind: 'unexpected',
			hint: 'Look into the left drawer.',
		});
	});
});

describe("n8n's error code", () => {
	const shown = (code: string, httpStatus: number) => {
		const told = toNodeError(NODE, errorFromAnswer({ code, text: 'No', httpStatus }), 0);
		return told instanceof NodeApiError ? told.httpCode : 'none';
	};

	it("of a refusal with HTTP 200 is RunningHub's own, for every code", () => {
		const codes = Object.keys(ERROR_CODES);
		expect(codes.length).toBeGreaterThan(40);
		expect(codes.map((code) => shown(code, 200))).toEqual(codes);
	});

	it('is the HTTP status where that tells of an error, and nothing where nothing does', () => {
		expect(shown('', 502)).toBe('502');
		expect(shown('-1', 401)).toBe('401');
		expect(shown('', 200)).toBeNull();
	});
});

it('a full disk is told as what it is, and the download is not repeated', async () => {
	await startEngines();
	await onStage(async ({ run, simulator }) => {
		const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
			code: 'ENOSPC',
		});
		// The disk of this machine cannot be filled.
		const store = jest.spyOn(Container.get(BinaryDataService), 'store').mockRejectedValue(full);
		try {
			const { outputs } = await run();
			expect(outputs[0]?.[0]?.json.downloadError).toMatch(
				/n8n could not store it: its disk is full/,
			);
			expect(simulator.requestsOf('download')).toHaveLength(1);
		} finally {
			store.mockRestore();
		}
	});
});

it('a failed upload says so, that nothing was submitted, and does not hold the others', async () => {
	await onStage(async ({ run, simulator }) => {
		simulator.faults.add({ on: 'upload', kind: 'tooManyRequests', times: NEVER_MIND });
		const picture = { data: { content: 'a picture', mimeType: 'image/png', fileName: 'a.png' } };
		const values = {
			operation: 'edit',
			model: 'rhart-image-n-pro/edit',
			form: { resolution: '1k', imageUrls: 'data' },
		};
		const { error } = await run(values, { items: [itemWithFiles(picture)] });
		expect(error?.message).toMatch(/^A file could not be uploaded\. RunningHub received too many/);
		expect(error?.description).toMatch(/Nothing was submitted for this item/);
		expect(simulator.tasks()).toEqual([]);
	});
});

describe('Task → Wait', () => {
	const wait = {
		resource: 'task',
		operation: 'wait',
		fields: {
			taskId: '={{ $json.taskId ?? $json.details?.taskId ?? $json.message?.taskId }}',
			simplify: true,
			options: {},
		},
	};

	it.each([
		[{ error: 'x', details: { kind: 'uncertain' } }, /is unknown/, /call records/],
		[{ error: 'x', message: { kind: 'uncertain' } }, /is unknown/, /call records/],
		[{ error: 'No credit', details: { kind: 'balance' } }, /failed before/, /No credit/],
		[{}, /a value is required: .* gave nothing/, /from an item of this node/],
	])('says of %j why there is nothing to wait for', async (json, message, hint) => {
		await onStage(async ({ run }) => {
			const { error } = await run(wait, { items: [{ json }] });
			expect(error?.message).toMatch(/^Task ID: /);
			expect(error?.message).toMatch(message);
			expect(error?.description).toMatch(hint);
		});
	});
});

it('a hint that is the same for all items is given once', async () => {
	await onStage(async ({ run }) => {
		const { run: result } = await run(
			{
				prompt: ITEM_PROMPT,
				model: { __rl: true, mode: 'endpoint', value: 'rhart-image-n-pro/text-to-image-newer' },
				waitMode: 'submit',
			},
			{ items: prompts('a', 'b', 'c'), onError: 'continueRegularOutput' },
		);
		const hints = result.data.resultData.runData.RunningHub?.[0]?.hints ?? [];
		expect(hints.map(({ message }) => message)).toEqual([
			expect.stringMatching(/not known to this version/),
		]);
	});
});
