import { setTimeout as sleep } from 'node:timers/promises';
import { parse as parseFlatted } from 'flatted';
import {
	asObject,
	asText,
	tryParseJson,
	type JsonObject,
	type JsonValue,
} from '../../runninghub/json';

/** The owner of the local n8n. Not a secret: it guards nothing but a demo on this machine. */
export const OWNER = { email: 'demo@example.com', password: 'RunningHub-demo-1' } as const;

const POLL_MS = 300;
/** Milliseconds after which an execution that has not ended never will. */
const LONGEST_EXECUTION_MS = 600_000;
/** What n8n tells of an execution that is not over; nothing where it has but begun to serve. */
const NOT_OVER = ['', 'new', 'running', 'waiting', 'unknown'];

/** Names the credential entry that nodes of one type use. */
export interface CredentialReference {
	readonly id: string;
	readonly name: string;
}

/** What one node did in an execution. */
export interface NodeRun {
	readonly node: string;
	/** n8n's message, when the node failed. */
	readonly error: string | undefined;
	/** What the editor shows under the details of the error. */
	readonly messages: readonly string[];
	/** The items of its first output. */
	readonly items: readonly JsonObject[];
	/** The items of each of its outputs. */
	readonly outputs: ReadonlyArray<readonly JsonObject[]>;
}

/** An execution as far as it has come. */
export interface Execution {
	readonly id: string;
	/** `new`, `running`, `success`, `error`, `canceled`, `crashed`, `waiting`. */
	readonly status: string;
	/** The nodes that are done, in the order in which they ran. */
	readonly runs: readonly NodeRun[];
	/** Why the execution failed, when it did. */
	readonly error: string | undefined;
	/** What nodes have noted of it, by name. */
	readonly customData: JsonObject;
}

/** What the test of a credential said. */
export interface CredentialTest {
	readonly passed: boolean;
	/** For the user. */
	readonly message: string;
}

/** n8n answered a request of its own web interface with an error. */
export class N8nRequestFailed extends Error {
	constructor(method: string, path: string, status: number, text: string) {
		const said = asText(asObject(tryParseJson(text))['message']) || text.slice(0, 300);
		super(`n8n answered ${method} ${path} with ${status}: ${said}`);
		this.name = 'N8nRequestFailed';
	}
}

/**
 * A log-in at a local n8n, using the requests that its own editor makes. The owner is set up at the
 * first log-in.
 *
 * @throws N8nRequestFailed from every function when n8n refuses.
 */
export class N8nSession {
	private cookie = '';

	private constructor(
		private readonly url: string,
		/** n8n 1.x activates workflows by another request than 2.x. */
		private isVersion1 = false,
	) {}

	static async logIn(url: string): Promise<N8nSession> {
		const session = new N8nSession(url);
		const settings = asObject(await session.request('GET', '/settings'));
		const users = asObject(settings['userManagement']);
		if (users['showSetupOnFirstLoad'] === true) {
			await session.request('POST', '/owner/setup', {
				...OWNER,
				firstName: 'RunningHub',
				lastName: 'Demo',
			});
		} else {
			await session.request('POST', '/login', {
				emailOrLdapLoginId: OWNER.email,
				password: OWNER.password,
			});
		}
		// n8n tells its version only to those who are logged in.
		const { versionCli } = asObject(await session.request('GET', '/settings'));
		session.isVersion1 = asText(versionCli).startsWith('1.');
		return session;
	}

	/** Creates the credential of this name, or brings it up to date. */
	async importCredential(
		name: string,
		type: string,
		data: JsonObject,
	): Promise<CredentialReference> {
		const existing = asList(await this.request('GET', '/credentials')).find(
			(entry) => entry['name'] === name && entry['type'] === type,
		);
		const body = { name, type, data };
		const saved =
			existing === undefined
				? await this.request('POST', '/credentials', body)
				: await this.request('PATCH', `/credentials/${asText(existing['id'])}`, body);
		return { id: asText(asObject(saved)['id']), name };
	}

	/** Tests a stored credential with other data, as its dialog in the editor does. */
	async testCredential(
		{ id, name }: CredentialReference,
		type: string,
		data: JsonObject,
	): Promise<CredentialTest> {
		const credentials = { id, name, type, data };
		const answer = asObject(await this.request('POST', '/credentials/test', { credentials }));
		return { passed: answer['status'] === 'OK', message: asText(answer['message']) };
	}

	/** Creates the workflow of this name, or brings it up to date; gives its id. */
	async importWorkflow(workflow: JsonObject): Promise<string> {
		const name = asText(workflow['name']);
		const filter = encodeURIComponent(JSON.stringify({ name }));
		const existing = asList(await this.request('GET', `/workflows?filter=${filter}`)).find(
			(entry) => entry['name'] === name,
		);
		const saved =
			existing === undefined
				? await this.request('POST', '/workflows', { active: false, ...workflow })
				: await this.request(
						'PATCH',
						`/workflows/${asText(existing['id'])}?forceSave=true`,
						workflow,
					);
		return asText(asObject(saved)['id']);
	}

	/** Starts a saved workflow at one of its triggers, as the editor's button does; gives the id of the execution. */
	async run(workflowId: string, trigger: string): Promise<string> {
		const started = await this.request('POST', `/workflows/${workflowId}/run`, {
			workflowData: await this.request('GET', `/workflows/${workflowId}`),
			triggerToStartFrom: { name: trigger },
		});
		return asText(asObject(started)['executionId']);
	}

	/** Activates a workflow, so that its triggers listen. */
	async activate(workflowId: string): Promise<void> {
		const { versionId } = asObject(await this.request('GET', `/workflows/${workflowId}`));
		const version = { versionId: asText(versionId) };
		await (this.isVersion1
			? this.request('PATCH', `/workflows/${workflowId}`, { ...version, active: true })
			: this.request('POST', `/workflows/${workflowId}/activate`, version));
	}

	/** Deactivates a workflow again. */
	async deactivate(workflowId: string): Promise<void> {
		const { versionId } = asObject(await this.request('GET', `/workflows/${workflowId}`));
		await (this.isVersion1
			? this.request('PATCH', `/workflows/${workflowId}`, {
					versionId: asText(versionId),
					active: false,
				})
			: this.request('POST', `/workflows/${workflowId}/deactivate`, {}));
	}

	/** The ids of a workflow's executions, the newest first. */
	async executionsOf(workflowId: string): Promise<string[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = asObject(await this.request('GET', `/executions?filter=${filter}`));
		return asList(results ?? null).map(({ id }) => asText(id));
	}

	/** An execution as far as n8n has saved it. */
	async execution(id: string): Promise<Execution> {
		const answer = asObject(await this.request('GET', `/executions/${id}`));
		const text = asText(answer['data']);
		const data = asObject(text === '' ? undefined : parseFlatted(text));
		const result = asObject(data['resultData']);
		return {
			id,
			status: asText(answer['status']),
			runs: nodeRuns(asObject(result['runData'])),
			error: errorText(result['error']),
			customData: asObject(answer['customData']),
		};
	}

	/** Runs an execution that failed again, as the button Retry in its list does; gives the id of the new one. */
	async retry(id: string): Promise<string> {
		const { workflowId } = asObject(await this.request('GET', `/executions/${id}`));
		await this.request('POST', `/executions/${id}/retry`, { loadWorkflow: false });
		const [newest = ''] = await this.executionsOf(asText(workflowId));
		return newest;
	}

	/** Stops an execution, as the editor's button does. */
	async stop(id: string): Promise<void> {
		await this.request('POST', `/executions/${id}/stop`, {});
	}

	/**
	 * Waits until an execution has ended, whatever its outcome.
	 *
	 * @param onProgress gets each state that was seen on the way.
	 * @throws Error when it has not ended after ten minutes.
	 */
	async finished(id: string, onProgress: (execution: Execution) => void): Promise<Execution> {
		const giveUpAt = Date.now() + LONGEST_EXECUTION_MS;
		for (;;) {
			const execution = await this.execution(id);
			onProgress(execution);
			const { status } = execution;
			const hasEnded = !NOT_OVER.includes(status);
			if (hasEnded && !this.isVersion1) return execution;
			if (Date.now() > giveUpAt) throw new Error(`Execution ${id} does not end: "${status}"`);
			await sleep(POLL_MS);
			// n8n 1.x saves that an execution has ended a moment before what its nodes did.
			if (!hasEnded) continue;
			const settled = await this.execution(id);
			if (!NOT_OVER.includes(settled.status)) return settled;
		}
	}

	private async request(method: string, path: string, body?: JsonObject): Promise<JsonValue> {
		const response = await fetch(`${this.url}/rest${path}`, {
			method,
			headers: {
				...(this.cookie === '' ? {} : { cookie: this.cookie }),
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new N8nRequestFailed(method, path, response.status, text);
		const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
		if (cookies.length > 0) this.cookie = cookies.join('; ');
		return asObject(tryParseJson(text))['data'] ?? null;
	}
}

function asList(value: JsonValue): JsonObject[] {
	return Array.isArray(value) ? value.map(asObject) : [];
}

function nodeRuns(runData: JsonObject): NodeRun[] {
	const runs = Object.entries(runData).flatMap(([node, tries]) =>
		asList(tries ?? null).map((run) => {
			const outputs = asLists(asObject(run['data'])['main']);
			return {
				order: Number(asText(run['executionIndex'])),
				node,
				error: errorText(run['error']),
				messages: asTexts(asObject(run['error'])['messages']),
				items: outputs[0] ?? [],
				outputs,
			};
		}),
	);
	return runs.sort((one, other) => one.order - other.order).map(({ order: _order, ...run }) => run);
}

function asTexts(value: JsonValue | undefined): string[] {
	return Array.isArray(value) ? value.map(asText) : [];
}

function asLists(value: JsonValue | undefined): JsonObject[][] {
	return Array.isArray(value) ? value.map(asList) : [];
}

function errorText(error: unknown): string | undefined {
	const { message, description } = asObject(error);
	const parts = [asText(message), asText(description)].filter((part) => part !== '');
	return parts.length === 0 ? undefined : parts.join('\n');
}
