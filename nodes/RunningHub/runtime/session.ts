import type { AiApp } from '../../../runninghub/api/ai-apps';
import { repeatRead } from '../../../runninghub/api/repeat-read';
import { Once } from '../../../runninghub/concurrency/once';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import type { JsonObject } from '../../../runninghub/json';
import { n8nClock } from './n8n-clock';
import type { ExecuteContext } from './n8n-context';
import { connect, type Connection } from './n8n-transport';

/** What the items of one execution share: the connection, and answers that hold for all of them. */
export class Session {
	/** AI apps by id. */
	readonly apps = new Once<AiApp>();
	/** IDs of groups of assets by name. */
	readonly assetGroups = new Once<string | undefined>();
	/** Graphs of workflows by id. */
	readonly graphs = new Once<JsonObject>();
	private readonly connections = new Once<Connection>();
	private priceQuestions = 0;

	constructor(private readonly ctx: ExecuteContext) {}

	/** The connection to RunningHub, made at the first call. */
	async connection(): Promise<Connection> {
		return await this.connections.get('', async () => await connect(this.ctx));
	}

	/**
	 * Asks a question without side effects, again after passing faults.
	 *
	 * @throws RunningHubError of kind `cancelled` after the user's Stop.
	 */
	async read<Answer>(question: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
		this.heedStop();
		return await repeatRead(n8nClock, async () => await question(this.signal), this.signal);
	}

	/**
	 * Before something is done at RunningHub that cannot be taken back.
	 *
	 * @throws RunningHubError of kind `cancelled` after the user's Stop.
	 */
	heedStop(): void {
		if (this.signal.aborted) throw stopped();
	}

	/** Whether one more model may be asked for its price; counts it. */
	takePriceQuestion(): boolean {
		if (this.priceQuestions >= MOST_PRICE_QUESTIONS) return false;
		this.priceQuestions += 1;
		return true;
	}

	/** Aborted by the user's Stop. */
	get signal(): AbortSignal {
		return this.ctx.getExecutionCancelSignal() ?? NEVER;
	}
}

/** Questions for prices that choose a model, in one execution. */
const MOST_PRICE_QUESTIONS = 20;

const NEVER = new AbortController().signal;

function stopped(): RunningHubError {
	return new RunningHubError({
		kind: 'cancelled',
		message: 'RunningHub was not asked, as the execution was stopped',
		hint: 'After Stop the node asks nothing more.',
	});
}
