import type {
	INode,
	INodeExecutionData,
	INodeParameterResourceLocator,
	NodeParameterValueType,
	ResourceMapperFields,
} from 'n8n-workflow';
import { RunningHub } from '../../../nodes/RunningHub/RunningHub.node';
import type { RunningHubCredential } from '../../n8n/credentials.cts';
import {
	createSimulator,
	type Simulator,
	SIMULATOR_KEYS,
	type SimulatorOptions,
} from '../../simulator/simulator.cts';
import {
	editorContext,
	type Execution,
	type ExecutionResult,
	execute,
	type ExecutionSetup,
	start,
} from '../../n8n/execution.cts';

/** What a test fills into the node. */
export interface NodeValues {
	readonly resource?: string;
	readonly operation?: string;
	/** An endpoint chosen from the list, or the field's whole value. */
	readonly model?: NodeParameterValueType;
	readonly prompt?: string;
	/** Values of the Parameters form. */
	readonly form?: Record<string, NodeParameterValueType>;
	readonly waitMode?: string;
	readonly simplify?: boolean;
	readonly options?: Record<string, NodeParameterValueType>;
	/** All fields of an operation that runs no model, instead of those above. */
	readonly fields?: INode['parameters'];
}

/** What else there is to an execution. */
export type Rest = Omit<ExecutionSetup, 'credential' | 'node'> &
	Omit<ExecutionSetup['node'], 'parameters'> & {
		/** What differs from the stage's own credential. */
		readonly credential?: Partial<RunningHubCredential>;
	};

/** A RunningHub on this machine and an n8n that talks to it. */
export interface Stage {
	readonly simulator: Simulator;
	readonly key: string;
	/** @throws Error when the key shows in the execution that n8n saves. */
	run(values?: NodeValues, rest?: Rest): Promise<ExecutionResult>;
	start(values?: NodeValues, rest?: Rest): Promise<Execution>;
	/** The execution that `run` would run. */
	setup(values?: NodeValues, rest?: Rest): ExecutionSetup;
	/** The form that the editor shows for what was pasted as an AI app or a workflow. */
	form(
		of: 'aiApp' | 'workflow',
		value: NodeParameterValueType,
		credential?: Partial<RunningHubCredential>,
	): Promise<ResourceMapperFields>;
	/** The public AI apps that the editor lists. */
	searchAiApps(
		filter?: string,
		page?: string,
	): ReturnType<typeof NODE.methods.listSearch.searchAiApps>;
}

const NODE = new RunningHub();

/** The model most tests use: a prompt, a required resolution, an optional aspect ratio. */
export const PICTURE = 'rhart-image-n-pro/text-to-image';

/** Runs a test on a stage of its own, whose tasks take 20 ms. */
export async function onStage(
	act: (stage: Stage) => Promise<void>,
	options: SimulatorOptions & { readonly key?: string } = {},
): Promise<void> {
	const simulator = createSimulator({
		...options,
		settings: { duration: () => 20, ...options.settings },
	});
	const baseUrl = await simulator.listen();
	const key = options.key ?? SIMULATOR_KEYS.cn.shared;
	const credential = { site: 'custom', baseUrl: `${baseUrl}/`, apiKey: key };
	const setup = (values: NodeValues = {}, rest: Rest = {}): ExecutionSetup => {
		const { onError, retryOnFail, maxTries, credential: changed, ...others } = rest;
		return {
			...others,
			credential: { ...credential, ...changed },
			node: {
				parameters: parameters(values),
				...(onError !== undefined && { onError }),
				...(retryOnFail !== undefined && { retryOnFail }),
				...(maxTries !== undefined && { maxTries }),
			},
		};
	};
	try {
		await act({
			simulator,
			key,
			setup,
			run: async (values, rest) => withoutKey(await execute(setup(values, rest)), key),
			start: async (values, rest) => await start(setup(values, rest)),
			form: async (of, value, changed) => {
				const context = editorContext(
					{ resource: of, operation: 'run', [of]: value },
					{ ...credential, ...changed },
				);
				const { getAiAppFields, getWorkflowFields } = NODE.methods.resourceMapping;
				return await (of === 'aiApp' ? getAiAppFields : getWorkflowFields).call(context);
			},
			searchAiApps: async (filter, page) => {
				const context = editorContext({ resource: 'aiApp', operation: 'run' }, credential);
				return await NODE.methods.listSearch.searchAiApps.call(context, filter, page);
			},
		});
	} finally {
		await simulator.close();
	}
}

function withoutKey(result: ExecutionResult, key: string): ExecutionResult {
	const { saved, outputs, error } = result;
	const shown = JSON.stringify([saved, outputs, error]);
	if (shown.includes(key)) throw new Error(`The key shows in the execution: ${shown}`);
	return result;
}

function parameters(values: NodeValues): INode['parameters'] {
	const { model = PICTURE, form = { resolution: '1k' } } = values;
	const chosen = {
		resource: values.resource ?? 'image',
		operation: values.operation ?? 'generateFromText',
	};
	if (values.fields !== undefined) return { ...chosen, ...values.fields };
	return {
		...chosen,
		model:
			typeof model === 'string' && !model.startsWith('=')
				? { __rl: true, mode: 'list', value: model }
				: model,
		prompt: values.prompt ?? 'A lighthouse',
		parameters: { mappingMode: 'defineBelow', value: form },
		waitMode: values.waitMode ?? 'wait',
		simplify: values.simplify ?? true,
		options: values.options ?? {},
	};
}

/** A workflow or an AI app as its locator field holds it. */
export function pasted(value: string, mode = 'url'): INodeParameterResourceLocator {
	return { __rl: true, mode, value };
}

/** A form as its field holds it. */
export function filledIn(value: Record<string, NodeParameterValueType>): INode['parameters'] {
	return { mappingMode: 'defineBelow', value };
}

/** Input items with a prompt each. */
export function prompts(...texts: string[]): INodeExecutionData[] {
	return texts.map((prompt) => ({ json: { prompt } }));
}

/** The prompt of the item at hand. */
export const ITEM_PROMPT = '={{ $json.prompt }}';

/** An input item with files. */
export function itemWithFiles(files: Readonly<Record<string, FileSetup>>): INodeExecutionData {
	return {
		json: {},
		binary: Object.fromEntries(
			Object.entries(files).map(([name, { content, mimeType, fileName }]) => [
				name,
				{
					data: Buffer.from(content).toString('base64'),
					mimeType,
					...(fileName !== undefined && { fileName }),
				},
			]),
		),
	};
}

/** A file of an input item. */
export interface FileSetup {
	readonly content: string | Buffer;
	readonly mimeType: string;
	readonly fileName?: string;
}
