import type { AiApp } from '../../../runninghub/api/ai-apps';
import { Once } from '../../../runninghub/once';
import type { JsonObject } from '../../../runninghub/json';
import type { ExecuteContext } from './n8n-context';
import { connect, type Connection } from './n8n-transport';

/** What the items of one execution share: the connection, and answers that hold for all of them. */
export class Session {
	/** AI apps by id. */
	readonly apps = new Once<AiApp>();
	/** Graphs of workflows by id. */
	readonly graphs = new Once<JsonObject>();
	private readonly connections = new Once<Connection>();

	constructor(private readonly ctx: ExecuteContext) {}

	/** The connection to RunningHub, made at the first call. */
	async connection(): Promise<Connection> {
		return await this.connections.get('', async () => await connect(this.ctx));
	}

	/** Aborted by the user's Stop. */
	get signal(): AbortSignal {
		return this.ctx.getExecutionCancelSignal() ?? NEVER;
	}
}

const NEVER = new AbortController().signal;
