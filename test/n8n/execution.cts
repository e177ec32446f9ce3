import 'reflect-metadata';
import { stayOnThisMachine } from './this-machine.cts';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// n8n reads its settings when it first needs them.
process.env.N8N_USER_FOLDER ??= mkdtempSync(join(tmpdir(), 'n8n-core-'));
process.env.N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS = 'false';
process.env.N8N_LOG_LEVEL ??= 'silent';
process.env.N8N_DEFAULT_BINARY_DATA_MODE =
	Reflect.get(globalThis, 'BINARY_STORAGE') === 'default' ? 'default' : 'filesystem';
stayOnThisMachine();

import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import {
	BinaryDataConfig,
	BinaryDataService,
	ErrorReporter,
	ExecutionLifecycleHooks,
	ExternalSecretsProxy,
	LoadOptionsContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	type IConnections,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type IWorkflowMetadata,
	type IWorkflowSettings,
	Workflow,
} from 'n8n-workflow';
import { BINARY_MODE, withBinary } from './binary-modes.cts';
import { type RunningHubCredential, TestCredentials } from './credentials.cts';
import { expressionEngine } from './expression-engine.cts';
import { RunningHub, RunningHubTrigger } from './nodes.cts';
import { withoutTimeLimit } from './regular-expressions.cts';
import { Source } from './source-node.cts';
import { Twice } from './twice-node.cts';

// The test file before had settings of its own.
Container.reset();

/** How a node of a test workflow is set up. */
export interface NodeSetup {
	readonly parameters: INode['parameters'];
	readonly onError?: INode['onError'];
	readonly retryOnFail?: boolean;
	readonly maxTries?: number;
}

/** One execution of a workflow with a RunningHub node. */
export interface ExecutionSetup {
	readonly credential: RunningHubCredential;
	readonly node: NodeSetup;
	/** What the RunningHub node gets as input. */
	readonly items?: readonly INodeExecutionData[];
	/** Lets a second node send its input round once more. */
	readonly loop?: boolean;
	/** As the node of an agent's tool would be called. */
	readonly typeName?: string;
	readonly settings?: IWorkflowSettings;
	/** The failed execution that is tried again, as by n8n's button Retry. */
	readonly earlier?: IRun;
}

/** The name of the RunningHub node in the test workflow. */
export const NODE_NAME = 'RunningHub';
const TYPES: Readonly<Record<string, INodeType>> = {
	source: new Source(),
	twice: new Twice(),
	runningHub: new RunningHub(),
	runningHubTool: new RunningHub(),
	runningHubTrigger: new RunningHubTrigger(),
};

/** The node types of the test workflows. */
export const nodeTypes: INodeTypes = {
	getByName: (name) => typeOf(name),
	getByNameAndVersion: (name) => typeOf(name),
	getKnownTypes: () => ({}),
};

function typeOf(name: string): INodeType {
	const type = TYPES[name];
	if (type === undefined) throw new Error(`The test workflow has no node type ${name}`);
	return type;
}

/** An execution under way. */
export interface Execution {
	readonly finished: Promise<ExecutionResult>;
	/** What the user's Stop does. */
	stop(): void;
}

/** What an execution came to. */
export interface ExecutionResult {
	/** The items of the RunningHub node's last run, by output. */
	readonly outputs: readonly INodeExecutionData[][];
	/** The items of every run of the RunningHub node on its first output. */
	readonly runs: readonly INodeExecutionData[][];
	/** What stopped the workflow. */
	readonly error:
		| {
				readonly message: string;
				readonly description: string;
				/** What the editor shows under the error's details. */
				readonly messages: readonly string[];
				readonly itemIndex: number;
		  }
		| undefined;
	readonly run: IRun;
	/** The whole saved execution as text, to search for what must not be in it. */
	readonly saved: string;
}

let counter = 0;
let store: Promise<void> | undefined;

/** n8n's store for files and its engine for expressions, as a server sets them up at its start. */
export async function startEngines(): Promise<void> {
	await expressionEngine();
	store ??= (async () => {
		withoutTimeLimit();
		const service = new BinaryDataService(
			Container.get(BinaryDataConfig),
			Container.get(ErrorReporter),
			Container.get(Logger),
		);
		await service.init();
		Container.set(BinaryDataService, service);
	})();
	await store;
}

/** Starts an execution in n8n's own engine. */
export async function start(setup: ExecutionSetup): Promise<Execution> {
	await startEngines();
	const { workflow, additionalData, run } = prepare(setup);
	await workflow.expression.acquireIsolate?.();
	const execution = new WorkflowExecute(additionalData, 'manual', run).processRunExecutionData(
		workflow,
	);
	return {
		stop: () => {
			execution.cancel();
		},
		finished: execution.then(
			(result) => readResult(result),
			(error: unknown) => {
				throw error;
			},
		),
	};
}

/** Runs an execution to its end. */
export async function execute(setup: ExecutionSetup): Promise<ExecutionResult> {
	return await (
		await start(setup)
	).finished;
}

const NO_CREDENTIAL: RunningHubCredential = { site: 'international', baseUrl: '', apiKey: '' };

/** What the editor has while a RunningHub node with these parameters is open, before or after a credential was chosen. */
export function editorContext(
	parameters: INode['parameters'],
	credential = NO_CREDENTIAL,
): LoadOptionsContext & { getWorkflow: () => IWorkflowMetadata } {
	const { workflow, additionalData } = prepare({ credential, node: { parameters } });
	const opened = workflow.getNode(NODE_NAME);
	if (opened === null) throw new Error('The test workflow has no RunningHub node');
	const context = new LoadOptionsContext(
		workflow,
		opened,
		{ ...additionalData, currentNodeParameters: parameters },
		'parameters',
	);
	return Object.assign(context, { getWorkflow: () => ({ id: workflow.id, active: false }) });
}

/** A workflow with a RunningHub node, and what n8n's engine needs to run it. */
export function prepare(setup: ExecutionSetup) {
	counter += 1;
	const id = String(counter);
	const items = setup.items ?? [{ json: {} }];
	const source = node('Source', 'source', {});
	const target: INode = {
		...node(NODE_NAME, setup.typeName ?? 'runningHub', setup.node.parameters),
		credentials: { runningHubApi: { id: '1', name: 'RunningHub' } },
		...(setup.node.onError !== undefined && { onError: setup.node.onError }),
		...(setup.node.retryOnFail !== undefined && { retryOnFail: setup.node.retryOnFail }),
		...(setup.node.maxTries !== undefined && { maxTries: setup.node.maxTries }),
		waitBetweenTries: 1,
	};
	const nodes = [source, target, ...(setup.loop === true ? [node('Again', 'twice', {})] : [])];
	const connections: IConnections = {
		Source: link(NODE_NAME),
		...(setup.loop === true && { [NODE_NAME]: link('Again'), Again: link(NODE_NAME) }),
	};
	const settings: IWorkflowSettings = {
		executionOrder: 'v1',
		binaryMode: BINARY_MODE,
		...setup.settings,
	};
	const workflowData: IWorkflowBase = {
		id: `workflow-${id}`,
		name: 'Test',
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: new Date(),
		updatedAt: new Date(),
		nodes,
		connections,
		settings,
	};
	const workflow = new Workflow({ ...workflowData, nodeTypes });
	const run = createRunExecutionData({
		executionData: {
			contextData: setup.earlier?.data.executionData?.contextData ?? {},
			nodeExecutionStack: [{ node: source, data: { main: [[...items]] }, source: null }],
		},
	});
	return { workflow, run, additionalData: additional(id, workflowData, setup.credential) };
}

function additional(
	id: string,
	workflowData: IWorkflowBase,
	credential: RunningHubCredential,
): IWorkflowExecuteAdditionalData {
	const unused = async () => await Promise.reject(new Error('Not part of these tests'));
	const address = 'http://127.0.0.1:5678';
	return {
		credentialsHelper: new TestCredentials(credential),
		executeWorkflow: unused,
		getRunExecutionData: unused,
		getRuntimeCredential: unused,
		startRunnerTask: unused,
		executionId: id,
		workflowId: workflowData.id,
		currentNodeExecutionIndex: 0,
		restApiUrl: address,
		instanceBaseUrl: address,
		formBaseUrl: address,
		formWaitingBaseUrl: address,
		formTestBaseUrl: address,
		webhookBaseUrl: address,
		webhookWaitingBaseUrl: `${address}/webhook-waiting`,
		webhookTestBaseUrl: address,
		mcpBaseUrl: address,
		mcpTestBaseUrl: address,
		variables: {},
		externalSecretsProxy: new ExternalSecretsProxy(),
		logAiEvent: () => undefined,
		setExecutionStatus: () => undefined,
		hooks: new ExecutionLifecycleHooks('manual', id, workflowData),
	};
}

function node(name: string, type: string, parameters: INode['parameters']): INode {
	return {
		id: name,
		name,
		type,
		typeVersion: type.startsWith('runningHub') ? 2 : 1,
		position: [0, 0],
		parameters,
	};
}

function link(name: string): IConnections[string] {
	return { main: [[{ node: name, type: 'main', index: 0 }]] };
}

/** What is to be known of an execution that has ended, or waits. */
export function readResult(run: IRun): ExecutionResult {
	const runs = run.data.resultData.runData[NODE_NAME] ?? [];
	const outputs = (runs.at(-1)?.data?.main ?? []).map((items) => (items ?? []).map(withBinary));
	const error = runs.at(-1)?.error ?? run.data.resultData.error;
	return {
		run,
		outputs,
		runs: runs.map(({ data }) => (data?.main[0] ?? []).map(withBinary)),
		error: error && {
			message: error.message,
			description: String(error.description ?? ''),
			messages: 'messages' in error ? error.messages : [],
			itemIndex: Number('context' in error ? error.context.itemIndex : -1),
		},
		saved: JSON.stringify(run),
	};
}
