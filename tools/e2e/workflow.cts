import type { JsonObject } from '../../runninghub/json';
import type { CredentialReference } from '../n8n/rest.cts';
import { PACKAGE_NAME } from '../project.cts';

/** Name of the node that starts each workflow. */
export const START = 'Start';

/** A node of a workflow, and the names of the nodes behind each of its outputs. */
export interface NodeSetup {
	readonly name: string;
	readonly type: string;
	readonly typeVersion?: number;
	readonly parameters: JsonObject;
	/** What stands beside the parameters: `onError`, `retryOnFail`, `credentials` … */
	readonly settings?: JsonObject;
	/** By default the next node, if there is one. */
	readonly to?: readonly string[];
}

/** How a workflow keeps the files of its items: beside their JSON, or in it. */
export type BinaryMode = 'separate' | 'combined';

/** Starts a workflow by hand. */
const BY_HAND: NodeSetup = {
	name: START,
	type: 'n8n-nodes-base.manualTrigger',
	parameters: {},
};

/** Starts a workflow when somebody calls its webhook. */
export function webhookTrigger(path: string): NodeSetup {
	return {
		name: START,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		parameters: { path, httpMethod: 'POST', responseMode: 'onReceived', options: {} },
		settings: { webhookId: path },
	};
}

/**
 * A workflow that starts by hand, unless another trigger is given. Its nodes follow one another
 * unless they say otherwise.
 */
export function workflow(
	name: string,
	nodes: readonly NodeSetup[],
	binaryMode: BinaryMode = 'separate',
	trigger: NodeSetup = BY_HAND,
): JsonObject {
	const all: NodeSetup[] = [trigger, ...nodes];
	return {
		name,
		settings: { executionOrder: 'v1', binaryMode },
		nodes: all.map(({ name: nodeName, type, typeVersion = 1, parameters, settings }, index) => ({
			id: `node-${index}`,
			name: nodeName,
			type,
			typeVersion,
			position: [index * 220, 0],
			parameters,
			...settings,
		})),
		connections: Object.fromEntries(
			all.map(({ name: nodeName, to }, index) => {
				const next = all[index + 1];
				const targets = to ?? (next === undefined ? [] : [next.name]);
				return [
					nodeName,
					{ main: targets.map((target) => [{ node: target, type: 'main', index: 0 }]) },
				];
			}),
		),
	};
}

/** Nodes that make one item of each text, under `prompt`. */
export function promptItems(prompts: readonly string[]): NodeSetup[] {
	return [
		{
			name: 'List of prompts',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			parameters: { mode: 'raw', jsonOutput: JSON.stringify({ prompt: prompts }), options: {} },
		},
		{
			name: 'Prompts',
			type: 'n8n-nodes-base.splitOut',
			parameters: { fieldToSplitOut: 'prompt', options: {} },
		},
	];
}

/** A RunningHub node. `values`: its fields, with the endpoint of the model and the values of its form. */
export function runningHubNode(
	name: string,
	credential: CredentialReference,
	{ model, form, ...rest }: JsonObject & { readonly model?: string; readonly form?: JsonObject },
	setup: Pick<NodeSetup, 'settings' | 'to'> = {},
): NodeSetup {
	return {
		...setup,
		name,
		type: `${PACKAGE_NAME}.runningHub`,
		typeVersion: 2,
		parameters: {
			...rest,
			...(model !== undefined && { model: { __rl: true, mode: 'list', value: model } }),
			...(form !== undefined && { parameters: { mappingMode: 'defineBelow', value: form } }),
		},
		settings: {
			credentials: { runningHubApi: { id: credential.id, name: credential.name } },
			...setup.settings,
		},
	};
}

/** A node that hands its items on, each with the prompt of the item that it was made from. */
export function followingNode(name: string, to: readonly string[] = []): NodeSetup {
	return {
		name,
		to,
		type: 'n8n-nodes-base.set',
		typeVersion: 3.4,
		parameters: {
			assignments: {
				assignments: [
					{
						id: 'from',
						name: 'from',
						type: 'string',
						// In combined binary mode n8n's item is its JSON.
						value: "={{ ($('Prompts').item.json ?? $('Prompts').item).prompt }}",
					},
				],
			},
			includeOtherFields: true,
			options: {},
		},
	};
}
