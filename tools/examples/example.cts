import { randomUUID } from 'node:crypto';
import { asObject, asText, type JsonObject, type JsonValue } from '../../runninghub/json';
import type { CredentialReference } from '../n8n/rest.cts';
import { isOurs, nodesOf, readExample } from './example-files.cts';

/** An importable workflow from `examples/`. */
export interface Example {
	readonly workflow: JsonObject;
	/** Name of the node that starts it: the Manual Trigger where there is one. */
	readonly trigger: string;
	/** Name of the first RunningHub node. */
	readonly runningHubNode: string;
	/** Where a RunningHub Trigger or a Telegram Trigger in it listens: the path of its production URL. */
	readonly webhookPath: string;
	/** Where a form in it is: the path of its production URL. */
	readonly formPath: string;
}

/** What somebody who imports an example fills in besides the RunningHub credential. */
export interface ExampleChanges {
	/** Values of the node Settings, by their names; made of the path of the trigger's production URL where they need it. */
	readonly settings?: Settings | ((webhookPath: string) => Settings);
	/** Of other services, by the type of the credential. */
	readonly others?: Readonly<Partial<Record<OtherCredential, CredentialReference>>>;
}

/** The types of the credentials of other services that examples use. */
export type OtherCredential = (typeof OTHER_CREDENTIALS)[keyof typeof OTHER_CREDENTIALS];

type Settings = Readonly<Record<string, JsonValue>>;

const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';

/** Which credential nodes of other services take. */
const OTHER_CREDENTIALS = {
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': 'openAiApi',
	'n8n-nodes-base.googleDrive': 'googleDriveOAuth2Api',
	'n8n-nodes-base.googleSheets': 'googleSheetsOAuth2Api',
	'n8n-nodes-base.telegram': 'telegramApi',
	'n8n-nodes-base.telegramTrigger': 'telegramApi',
} as const;

/** Name of the node that holds what differs from place to place. */
const SETTINGS = 'Settings';

/**
 * Reads a workflow of `examples/` and fills in what a workflow file cannot carry: credentials, and
 * the values of its node Settings. A trigger that listens also gets an address of its own, as the
 * editor gives it one at the import. Changes nothing else.
 *
 * @param file for example `image-from-text.json`.
 * @throws Error when the example has no such setting.
 */
export async function loadExample(
	file: string,
	credential: CredentialReference,
	{ settings: changed = {}, others = {} }: ExampleChanges = {},
): Promise<Example> {
	const workflow = await readExample(file);
	const nodes = nodesOf(workflow);
	const webhookId = randomUUID();
	const webhookPath = `/webhook/${webhookId}/webhook`;
	const settings = typeof changed === 'function' ? changed(webhookPath) : changed;
	const nameOf = (what: string, found: JsonObject | undefined): string => {
		if (found === undefined) throw new Error(`examples/${file} has no ${what}`);
		return asText(found['name']);
	};
	if (Object.keys(settings).length > 0) {
		nameOf(
			`node ${SETTINGS}`,
			nodes.find(({ name }) => name === SETTINGS),
		);
	}
	return {
		workflow: {
			...workflow,
			nodes: nodes.map((node): JsonObject => {
				if (node['name'] === SETTINGS) return withSettings(node, settings);
				const reachable = isTrigger(node) && node['type'] !== MANUAL_TRIGGER;
				const addressed = reachable ? { ...node, webhookId } : node;
				if (isOurs(node)) return withCredential(addressed, 'runningHubApi', credential);
				const type = otherCredential(node);
				const other = type === undefined ? undefined : others[type];
				if (type === undefined || other === undefined) return addressed;
				return withCredential(addressed, type, other);
			}),
		},
		trigger: nameOf(
			'trigger',
			nodes.find(({ type }) => type === MANUAL_TRIGGER) ?? nodes.find(isTrigger),
		),
		runningHubNode: nameOf('RunningHub node', nodes.find(isOurs)),
		webhookPath,
		formPath: `/form/${webhookId}`,
	};
}

function otherCredential({ type }: JsonObject): OtherCredential | undefined {
	const found = Object.entries(OTHER_CREDENTIALS).find(([nodeType]) => nodeType === type);
	return found?.[1];
}

function isTrigger({ type }: JsonObject): boolean {
	return asText(type).endsWith('Trigger');
}

function withCredential(
	node: JsonObject,
	type: string,
	{ id, name }: CredentialReference,
): JsonObject {
	return { ...node, credentials: { [type]: { id, name } } };
}

function withSettings(node: JsonObject, settings: Settings): JsonObject {
	const parameters = asObject(node['parameters']);
	const { assignments } = asObject(parameters['assignments']);
	const entries = Array.isArray(assignments) ? assignments.map(asObject) : [];
	const known = entries.map(({ name }) => asText(name));
	const strange = Object.keys(settings).filter((name) => !known.includes(name));
	if (strange.length > 0) throw new Error(`${SETTINGS} has no ${strange.join(', ')}`);
	return {
		...node,
		parameters: {
			...parameters,
			assignments: {
				assignments: entries.map((entry) => ({
					...entry,
					value: settings[asText(entry['name'])] ?? entry['value'],
				})),
			},
		},
	};
}
