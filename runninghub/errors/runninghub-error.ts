/**
 * What went wrong, in one word:
 * `auth` the key was refused or is of the wrong kind · `balance` the wallet is too low · `busy` no free
 * slot or too many requests · `invalid` the request does not fit the model, app or workflow ·
 * `notFound` no such task, model, app or workflow · `policy` refused by content rules · `server` a
 * fault at RunningHub · `network` RunningHub could not be reached · `taskFailed` the task ran and
 * failed · `cancelled` the task was stopped · `timeout` we stopped waiting, the task may still
 * run · `uncertain` a submission whose outcome is unknown.
 */
export type ErrorKind =
	| 'auth'
	| 'balance'
	| 'busy'
	| 'invalid'
	| 'notFound'
	| 'policy'
	| 'server'
	| 'network'
	| 'taskFailed'
	| 'cancelled'
	| 'timeout'
	| 'uncertain';

/**
 * What can be done about it, apart from what `hint` says. How it is done is told by whoever shows
 * the error:
 * `fetchLater` the task exists: its results can be fetched by its id · `lookUp` only RunningHub's call
 * records tell whether there is a task, or what became of it · `changeKey` the key, or what belongs
 * to it, is to be changed · `askLess` fewer tasks at a time pass.
 */
export type Recovery = 'fetchLater' | 'lookUp' | 'changeKey' | 'askLess';

/** The facts of a RunningHubError. Absent means unknown. */
export interface ErrorFacts {
	readonly kind: ErrorKind;
	/** What happened, for the person who built the workflow. */
	readonly message: string;
	/** What to do next, for whoever uses RunningHub by whichever program. */
	readonly hint: string;
	readonly recover?: Recovery | undefined;
	/** RunningHub's code, as text. */
	readonly code?: string | undefined;
	/** RunningHub's own words. */
	readonly detail?: string | undefined;
	readonly taskId?: string | undefined;
	/** The task's last known status. */
	readonly status?: string | undefined;
	/** HTTP status of the answer. */
	readonly httpStatus?: number | undefined;
	/** Whether the answer proves that no task was made, so that submitting again costs nothing twice. */
	readonly noTaskMade?: boolean | undefined;
	/** Whether the task is over without a result, so that buying it anew is no double purchase. */
	readonly taskEnded?: boolean | undefined;
	/** Whether the key itself was refused, so that every other item would be refused alike. */
	readonly keyRefused?: boolean | undefined;
	/** Whether asking again later may help. Only reads are repeated on this alone. */
	readonly temporary?: boolean | undefined;
	/** Seconds RunningHub asked to wait. */
	readonly retryAfter?: number | undefined;
}

/** The one error that the client throws. Never holds a key, a token or an upload URL. */
export class RunningHubError extends Error {
	constructor(readonly facts: ErrorFacts) {
		super(facts.message);
		this.name = 'RunningHubError';
	}

	get kind(): ErrorKind {
		return this.facts.kind;
	}

	/** The same error with more facts, such as the task it belongs to. */
	with(more: Partial<ErrorFacts>): RunningHubError {
		return new RunningHubError({ ...this.facts, ...more });
	}
}
