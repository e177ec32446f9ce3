import type { INode, INodeProperties, NodeParameterValueType } from 'n8n-workflow';
import { RESOURCES } from '../../../nodes/RunningHub/actions/resources';
import type { Operation } from '../../../nodes/RunningHub/operation';
import { loadCatalogue } from '../../../runninghub/catalogue/catalogue';
import { mainMedia, workedOn } from '../../../runninghub/catalogue/media-work';
import type { Model } from '../../../runninghub/catalogue/model';
import { isResource } from '../../../runninghub/catalogue/operations';
import { type FormField, isMediaType } from '../../../runninghub/forms/form-field';
import { APP_IDS, QUICK_CREATE_IDS, WORKFLOW_IDS } from '../../simulator/fixtures.cts';
import type { ValueKind } from './expression-values.cts';
import type { NodeValues, Stage } from './stage.cts';
import { filledIn, pasted } from './stage.cts';

type Fields = INode['parameters'];

/** A field to be swept, in one operation. */
export interface Target extends ValueKind {
	readonly title: string;
	/** What the user knows the field by. */
	readonly label: string;
	/** Whether the operation makes a task. */
	readonly buys: boolean;
	/** The field as the node describes it, where several operations may share it. */
	readonly property?: INodeProperties;
	/** The node with one thing entered into the field. */
	readonly filledWith: (entered: NodeParameterValueType) => NodeValues;
}

/** An operation set up so that it works. */
export interface Setup {
	readonly resource: string;
	readonly operation: string;
	readonly fields: (stage: Stage) => Promise<Fields>;
}

const GRAPH = JSON.stringify({
	'1': { class_type: 'LoadImage', inputs: { image: 'portrait-sample.png' } },
	'2': { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'Own' } },
});
const INPUTS = '[{"nodeId": "52", "fieldName": "prompt", "fieldValue": "a red fox"}]';
const APP = { aiApp: pasted(APP_IDS.allKinds, 'id') };
const WORKFLOW = { workflow: pasted(WORKFLOW_IDS.imageToImage, 'id') };

async function madeTask(stage: Stage): Promise<Fields> {
	const options = { webhookUrl: 'https://n8n.example.com/webhook/1' };
	const fields = { ...WORKFLOW, waitMode: 'submit', options };
	const { outputs } = await stage.run({ resource: 'workflow', operation: 'run', fields });
	return { taskId: String(outputs[0]?.[0]?.json.taskId) };
}

/** What each operation that runs no model needs to work. */
const NEEDS: Readonly<Record<string, Fields | ((stage: Stage) => Promise<Fields>)>> = {
	'account.get': {},
	'aiApp.getInputs': APP,
	'aiApp.getMany': {},
	'aiApp.run': APP,
	'asset.create': { assetName: 'Anna' },
	'asset.delete': { assetId: 'asset-1' },
	'asset.getMany': {},
	'comfyUiServer.getHistory': { promptId: '2c3b63a8-15a4-4d0e-9e0a-0d0f3b1f6f11' },
	'comfyUiServer.getNodeInfo': { nodeClass: 'KSampler' },
	'comfyUiServer.queuePrompt': { graphJson: GRAPH },
	'file.getManyLoras': {},
	'file.upload': {},
	'file.uploadLora': {},
	'model.get': { endpoint: 'seedream-v5-lite/text-to-image', askPrice: true },
	'model.getMany': { limit: 1 },
	'quickCreate.getStyles': { webappId: QUICK_CREATE_IDS.picture },
	'quickCreate.run': {
		webappId: QUICK_CREATE_IDS.picture,
		quickCreateCode: '001',
		nodeInfoList: INPUTS,
	},
	'task.cancel': madeTask,
	'task.get': madeTask,
	'task.getWebhookEvent': madeTask,
	'task.resendWebhookEvent': madeTask,
	'task.wait': madeTask,
	'workflow.get': WORKFLOW,
	'workflow.run': WORKFLOW,
	'workflow.runJson': { ...WORKFLOW, graphJson: GRAPH },
};

/**
 * Every operation, those of models once for each set of fields, as the field objects are the same
 * ones, or once for each set and resource.
 * @throws Error for an operation that nobody has said the needs of.
 */
export async function setups(modelsOnce: 'perSet' | 'perResource' = 'perSet'): Promise<Setup[]> {
	const seen = new Set<string>();
	const models = (await loadCatalogue()).list();
	return RESOURCES.flatMap(({ value: resource, operations }) =>
		operations.flatMap(({ value: operation, fields }) => {
			if (isResource(resource)) {
				const names = fields.map(({ name, type }) => (type === 'notice' ? '' : name)).join();
				const set = modelsOnce === 'perSet' ? names : `${resource}: ${names}`;
				const asks = fields.some(({ name }) => name === 'prompt');
				const model = models.find(
					(each) =>
						each.resource === resource &&
						each.operation === operation &&
						each.fields.some(({ role }) => role === 'prompt') === asks &&
						each.fields.every(({ required, type }) => !required || !/video|audio/.test(type)) &&
						(workedOn(resource, each.operation) === undefined ||
							each.fields.some(({ required, type }) => required && isMediaType(type))),
				);
				if (seen.has(set) || model === undefined) return [];
				seen.add(set);
				const own = modelFields(model);
				return [{ resource, operation, fields: async () => await Promise.resolve(own) }];
			}
			const needs = NEEDS[`${resource}.${operation}`];
			if (needs === undefined) throw new Error(`${resource}.${operation} needs a setup here`);
			const make = typeof needs === 'function' ? needs : async () => await Promise.resolve(needs);
			return [{ resource, operation, fields: make }];
		}),
	);
}

/** The fields of a model operation with a form that is filled in as far as it must be. */
function modelFields(model: Model): Fields {
	const { endpoint, fields } = model;
	return {
		model: { __rl: true, mode: 'list', value: endpoint },
		...(fields.some(({ role }) => role === 'prompt') && {
			prompt: 'A lighthouse on a rock above the sea',
		}),
		parameters: filledIn(neededValues(model)),
	};
}

function neededValues(model: Model): Record<string, NodeParameterValueType> {
	const { fields, resource, operation } = model;
	const main = mainMedia(fields, workedOn(resource, operation));
	const needed = fields.filter(
		(field) => (field.required && field.role !== 'prompt') || field === main,
	);
	return Object.fromEntries(needed.map((field) => [field.id, plausible(field)]));
}

function plausible({ type, options, min }: FormField): NodeParameterValueType {
	switch (type) {
		case 'options':
			return options?.[0]?.value ?? '';
		case 'integer':
		case 'number':
			return min ?? 1;
		case 'boolean':
			return true;
		case 'json':
			return '{}';
		case 'string':
			return 'by the sea';
		case 'video':
			return 'https://www.runninghub.cn/results/base.mp4';
		case 'audio':
			return 'https://www.runninghub.cn/results/base.mp3';
		default:
			return 'data';
	}
}

/** Every field of an operation into which an expression can be put. */
export function targetsOf(setup: Setup, operation: Operation, base: Fields): Target[] {
	return operation.fields
		.filter(({ type, noDataExpression }) => type !== 'notice' && noDataExpression !== true)
		.flatMap((field) =>
			field.type === 'collection'
				? (field.options ?? []).flatMap((option) =>
						'type' in option
							? [
									target(setup, operation, option, (entered) => ({
										...base,
										...shownBy(option),
										[field.name]: { [option.name]: entered },
									})),
								]
							: [],
					)
				: [
						target(setup, operation, field, (entered) => ({
							...base,
							...shownBy(field),
							[field.name]:
								field.type === 'resourceLocator'
									? { __rl: true, mode: field.modes?.at(-1)?.name ?? 'id', value: entered }
									: entered,
						})),
					],
		);
}

const TYPES: Readonly<Partial<Record<INodeProperties['type'], ValueKind['type']>>> = {
	string: 'text',
	boolean: 'flag',
	options: 'choice',
	number: 'number',
};

/** What kind of values a field of the node takes. */
export function valueKind({ type, options }: INodeProperties): ValueKind {
	return {
		type: TYPES[type] ?? 'other',
		options: (options ?? []).flatMap((option) => ('value' in option ? [String(option.value)] : [])),
	};
}

function target(
	{ resource, operation: value }: Setup,
	{ type: kind }: Operation,
	field: INodeProperties,
	fields: (entered: NodeParameterValueType) => Fields,
): Target {
	return {
		title: `${resource}.${value}: ${field.displayName}`,
		label: field.displayName.replace(/ \(JSON\)$/, ''),
		...valueKind(field),
		buys: kind === 'task',
		property: field,
		filledWith: (entered) => ({ resource, operation: value, fields: fields(entered) }),
	};
}

/** What must be entered elsewhere for the field to be there. */
function shownBy({ displayOptions }: INodeProperties): Fields {
	return Object.fromEntries(
		Object.entries(displayOptions?.show ?? {}).flatMap(([name, values]) => {
			const value: unknown = values?.[0];
			return typeof value === 'string' || typeof value === 'boolean'
				? [[name.replace('/', ''), value]]
				: [];
		}),
	);
}

/** A field of each type that forms have: of models, of an AI app and of workflows. */
export async function formTargets(stage: Stage): Promise<Target[]> {
	return [
		...(await modelFormTargets()),
		...(await nodeFormTargets(stage, 'aiApp', 'appParameters', APP_IDS.allKinds)),
		...(await nodeFormTargets(stage, 'aiApp', 'appParameters', APP_IDS.rareTypes)),
		...(await nodeFormTargets(stage, 'workflow', 'workflowParameters', WORKFLOW_IDS.textToImage)),
		...(await nodeFormTargets(stage, 'workflow', 'workflowParameters', WORKFLOW_IDS.video)),
	];
}

/** All that decides how a value of a field is read and sent. */
function kindOf({ id: _id, label: _label, type, multiple, required, ...rest }: FormField): string {
	const { options, default: _default, sendAs, ...rules } = rest;
	const sent = options?.some(({ nodeValue }) => nodeValue !== undefined) ? 'nodeValue' : sendAs;
	return [type, multiple, required, sent, ...Object.keys(rules).sort()].join(' ');
}

async function modelFormTargets(): Promise<Target[]> {
	const seen = new Set<string>();
	const targets: Target[] = [];
	for (const model of (await loadCatalogue()).list()) {
		const base = modelFields(model);
		const form = neededValues(model);
		for (const field of model.fields) {
			const kind = kindOf(field);
			if (field.role === 'prompt' || seen.has(kind)) continue;
			seen.add(kind);
			targets.push({
				title: `${model.endpoint}: ${field.label}, ${kind}`,
				label: `(${field.id})`,
				type: 'other',
				options: [],
				buys: true,
				filledWith: (entered) => ({
					resource: model.resource,
					operation: model.operation,
					fields: {
						...base,
						waitMode: 'submit',
						parameters: filledIn({ ...form, [field.id]: entered }),
					},
				}),
			});
		}
	}
	return targets;
}

async function nodeFormTargets(
	stage: Stage,
	resource: 'aiApp' | 'workflow',
	property: string,
	id: string,
): Promise<Target[]> {
	const { fields } = await stage.form(resource, pasted(id, 'id'));
	return fields.map((field) => ({
		title: `${resource} ${id}: ${field.displayName}`,
		label: `(${field.id})`,
		type: 'other',
		options: [],
		buys: true,
		filledWith: (entered) => ({
			resource,
			operation: 'run',
			fields: {
				[resource]: pasted(id, 'id'),
				[property]: filledIn({ [field.id]: entered }),
				waitMode: 'submit',
			},
		}),
	}));
}
