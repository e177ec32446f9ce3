import type { INode, INodeExecutionData, NodeParameterValueType } from 'n8n-workflow';
import {
	createSimulator,
	type Simulator,
	SIMULATOR_KEYS,
	type SimulatorOptions,
} from '../../simulator/simulator.cts';
import {
	type Execution,
	type ExecutionResult,
	execute,
	type ExecutionSetup,
	start,
} from '../../n8n/execution.cts';

/** What a test fills into the node, beside the model. */
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
}

type Rest = Omit<ExecutionSetup, 'credential' | 'node'> &
	Omit<ExecutionSetup['node'], 'parameters'>;

/** A RunningHub on this machine and an n8n that talks to it. */
export interface Stage {
	readonly simulator: Simulator;
	readonly key: string;
	run(values?: NodeValues, rest?: Rest): Promise<ExecutionResult>;
	start(values?: NodeValues, rest?: Rest): Promise<Execution>;
}

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
	const setup = (values: NodeValues = {}, rest: Rest = {}): ExecutionSetup => {
		const { onError, retryOnFail, maxTries, ...others } = rest;
		return {
			...others,
			credential: { site: 'custom', baseUrl: `${baseUrl}/`, apiKey: key },
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
			run: async (values, rest) => await execute(setup(values, rest)),
			start: async (values, rest) => await start(setup(values, rest)),
		});
	} finally {
		await simulator.close();
	}
}

function parameters(values: NodeValues): INode['parameters'] {
	const { model = PICTURE, form = { resolution: '1k' } } = values;
	return {
		resource: values.resource ?? 'image',
		operation: values.operation ?? 'generateFromText',
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
	readonly content: string;
	readonly mimeType: string;
	readonly fileName?: string;
}
