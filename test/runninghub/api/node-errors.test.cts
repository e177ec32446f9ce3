import { explainNodeErrors, refusalsIn } from '../../../runninghub/api/node-errors';
import type { JsonObject } from '../../../runninghub/json';

const NOT_IN_LIST = {
	type: 'value_not_in_list',
	message: 'Value not in list',
	details: "sampler_name: 'eulr' not in ['euler', 'ddim']",
	extra_info: { input_name: 'sampler_name' },
};

const NODE_ERRORS: JsonObject = {
	'3': { errors: [NOT_IN_LIST], dependent_outputs: ['9'], class_type: 'KSampler' },
};

const EXPLAINED = "KSampler (3): Value not in list: sampler_name: 'eulr' not in ['euler', 'ddim'].";

describe('what ComfyUI says of nodes', () => {
	it('names the node, the complaint and the legal values', () => {
		expect(explainNodeErrors(NODE_ERRORS)).toEqual([EXPLAINED]);
	});

	it('is told complaint by complaint, node by node', () => {
		const errors = {
			'3': {
				class_type: 'KSampler',
				errors: [
					{
						type: 'value_smaller_than_min',
						message: 'Value 0 smaller than min of 1',
						details: 'steps',
					},
					{
						type: 'required_input_missing',
						message: 'Required input is missing',
						details: 'model',
					},
				],
			},
			'57:10': {
				class_type: 'LoadImage',
				errors: [
					{ type: 'custom_validation_failed', details: 'image - Invalid image file: a.png' },
				],
			},
		};
		expect(explainNodeErrors(errors)).toEqual([
			'KSampler (3): Value 0 smaller than min of 1: steps.',
			'KSampler (3): Required input is missing: model.',
			'LoadImage (57:10): custom_validation_failed: image - Invalid image file: a.png.',
		]);
	});

	it.each<[string, JsonObject, string[]]>([
		['nothing', {}, []],
		['no errors', { '3': { class_type: 'KSampler', errors: [] } }, ['KSampler (3) was refused.']],
		['no list', { '3': { class_type: 'KSampler' } }, ['KSampler (3) was refused.']],
		['no class', { '3': { errors: [{ message: 'Bad' }] } }, ['node (3): Bad.']],
		['text', { '3': 'bad' }, ['node (3) was refused.']],
		[
			'junk among the errors',
			{ '3': { errors: ['x', null, { type: 'bad' }] } },
			['node (3): bad.'],
		],
	])('may be %s', (_about, errors, sentences) => {
		expect(explainNodeErrors(errors)).toEqual(sentences);
	});
});

describe('promptTips', () => {
	it.each([
		['text', (tips: JsonObject): unknown => JSON.stringify(tips)],
		['an object', (tips: JsonObject): unknown => tips],
	])('as %s are read', (_form, tell) => {
		expect(refusalsIn(tell({ result: false, error: null, node_errors: NODE_ERRORS }))).toEqual([
			EXPLAINED,
		]);
	});

	it.each<[string, unknown]>([
		[
			'an accepted graph',
			{ result: true, error: null, outputs_to_execute: ['9'], node_errors: {} },
		],
		['no result', { node_errors: {} }],
		['an empty text', ''],
		['nothing', undefined],
		['null', null],
		['broken JSON', '{"result": false'],
		['plain text', 'refused'],
		['a list', [{ result: false }]],
	])('%s: nothing was refused', (_about, tips) => {
		expect(refusalsIn(tips)).toEqual([]);
		expect(refusalsIn(typeof tips === 'object' ? JSON.stringify(tips) : tips)).toEqual([]);
	});

	it('with errors of nodes are a refusal even where the result is true', () => {
		expect(refusalsIn({ result: true, node_errors: NODE_ERRORS })).toEqual([EXPLAINED]);
	});

	it.each<[string, JsonObject, string]>([
		[
			'an error',
			{ error: { type: 'prompt_no_outputs', message: 'Prompt has no outputs', details: '' } },
			'Prompt has no outputs.',
		],
		['its details', { error: { message: 'Bad', details: 'no model' } }, 'Bad: no model.'],
		['an error as text', { error: 'no outputs' }, 'no outputs.'],
		['no error', { error: null, node_errors: {} }, 'The graph was refused.'],
		['errors of nodes that are none', { node_errors: [] }, 'The graph was refused.'],
	])('with the result false and %s are told in one sentence', (_about, tips, sentence) => {
		expect(refusalsIn(JSON.stringify({ result: false, ...tips }))).toEqual([sentence]);
	});
});
