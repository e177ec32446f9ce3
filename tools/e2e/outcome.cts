import assert from 'node:assert/strict';
import { asObject, asText, type JsonObject } from '../../runninghub/json';
import type { Execution } from '../n8n/rest.cts';

/** @throws AssertionError with n8n's message when the execution did not succeed. */
export function assertSucceeded({ status, error, runs }: Execution): void {
	const failed = runs.find((run) => run.error !== undefined);
	assert.equal(status, 'success', error ?? `${failed?.node}: ${failed?.error}`);
}

/** The items that a node gave, all its runs together, with their files beside the JSON in any binary mode. */
export function rows(execution: Execution, node: string): readonly JsonObject[] {
	const runs = execution.runs.filter((each) => each.node === node);
	assert.ok(runs.length > 0, `${node} did not run`);
	return runs.flatMap(({ items }) => items.map(withBinary));
}

function withBinary(item: JsonObject): JsonObject {
	const { _files: files, ...json } = asObject(item['json']);
	return files === undefined
		? item
		: { ...item, json, binary: { ...asObject(item['binary']), ...asObject(files) } };
}

/** The row of a finished picture, made from the item with that prompt. */
export function assertPicture(row: JsonObject | undefined, from: string): void {
	const json = asObject(row?.['json']);
	assert.equal(json['from'], from);
	assert.equal(json['status'], 'SUCCESS', asText(json['error']));
	assert.match(asText(json['taskId']), /^\d+$/);
	const file = asObject(asObject(row?.['binary'])['data']);
	assert.equal(file['mimeType'], 'image/png');
}

/** The row of a prompt that failed with code 1505, made from the item with that prompt. */
export function assertFailure(
	row: JsonObject | undefined,
	from: string,
	besides: JsonObject = {},
): void {
	// On the error output `message` has the details, which older n8n versions let through only so.
	const json = asObject(row?.['json']);
	const { from: source, error, details = json['message'], message = details, ...rest } = json;
	assert.equal(source, from);
	assert.deepEqual(rest, besides);
	assert.deepEqual(message, details);
	assert.notEqual(asText(error), '');
	const { kind, code, status, taskId, hint } = asObject(details);
	assert.deepEqual({ kind, code, status }, { kind: 'policy', code: '1505', status: 'FAILED' });
	assert.match(asText(taskId), /^\d+$/);
	assert.notEqual(asText(hint), '');
	assert.equal(row?.['binary'], undefined);
}
