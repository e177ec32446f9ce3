import type { TaskCost, TaskResult, TaskState } from '../../api/read-task-state';
import { legacyOutputs, queryTask } from '../../api/tasks';
import type { Clock } from '../../clock';
import { RunningHubError } from '../../errors/runninghub-error';
import type { JsonObject } from '../../json';
import type { Transport } from '../../transport';
import { LookFaults } from './look-faults';
import type { Outage } from '../../scheduling/outage';
import type { PollPauses } from '../../scheduling/poll-pauses';
import type { TaskPace } from '../../scheduling/poll-schedule';
import type { RequestBudget, RequestRank } from '../../scheduling/request-budget';

/** Looks in a row that may find an empty status, or no such task, before that is believed. */
const ODD_ANSWERS_IN_A_ROW = 3;

/** A task that ended well. */
export interface FinishedTask {
	readonly taskId: string;
	readonly results: readonly TaskResult[];
	readonly cost: TaskCost;
	/** Milliseconds from submission to the look that found it finished. */
	readonly duration: number;
	/** The answer as RunningHub gave it. */
	readonly raw: JsonObject;
}

/** Looks at a task once. */
export type TaskLook = (
	transport: Transport,
	taskId: string,
	signal: AbortSignal,
) => Promise<TaskState>;

/** What the looks at a task have to fit into. */
export interface LookBudget {
	readonly requests: RequestBudget;
	rank(): RequestRank;
}

/** What watching needs to know. */
export interface WatchRequest {
	readonly transport: Transport;
	readonly clock: Clock;
	readonly schedule: TaskPace;
	/** Where waits that may be cut short are taken; none is, unless told. */
	readonly pauses?: PollPauses;
	/** Told whether RunningHub can be asked; nobody is, unless told. */
	readonly outage?: Outage;
	/** What the looks have to fit into, and how urgent they are; nothing, unless told. */
	readonly budget?: LookBudget;
	readonly taskId: string;
	/** What takes equally long, such as a model's endpoint. */
	readonly kind: string;
	/** Whether counts of the key are compared with it; not unless told. */
	readonly isCounted?: boolean;
	/** Milliseconds since the epoch. */
	readonly submittedAt: number;
	/** Milliseconds since the epoch at which to stop watching. */
	readonly deadline: number;
	readonly signal: AbortSignal;
	/** Looks at the task once; asks RunningHub's own query unless told otherwise. */
	readonly look?: TaskLook | undefined;
	/** Whether to look at once instead of after the schedule's first step. */
	readonly lookNow: boolean;
}

/**
 * Watches a task until it ends, or to the deadline: faults that may pass do not end it earlier, odd
 * answers are looked at a few times (docs/runninghub-api.md, section 4.3).
 *
 * @returns the finished task, or `undefined` when the signal was aborted first.
 * @throws RunningHubError with the task id when the task failed, was cancelled, is unknown, is not
 * over at the deadline (kind `timeout`), or when RunningHub refuses to tell of it.
 */
export async function watchTask(request: WatchRequest): Promise<FinishedTask | undefined> {
	const { transport, clock, schedule, taskId, kind, submittedAt, deadline, signal } = request;
	const { look: lookAt = queryTask, pauses, outage, budget } = request;
	const faults = new LookFaults();
	let odd = 0;
	let status = 'QUEUED';
	let seenAt = submittedAt;
	let wait = request.lookNow ? 0 : schedule.next(kind, clock.now() - submittedAt);
	for (;;) {
		const left = deadline - clock.now();
		if (left <= 0) throw faults.atTimeLimit(taskId, status);
		const pause = Math.min(wait, left);
		if (pause > 0) {
			const pausedAt = clock.now();
			// After a fault or an odd answer the wait itself is what helps.
			if (pauses !== undefined && odd === 0 && !faults.isOn) {
				const { isCounted = false } = request;
				const task = { kind, submittedAt, seenAt, isCounted, deadline };
				if ((await pauses.take(task, pause, signal)) === 'plan') {
					// Never later than planned before: plans may change more often than looks come.
					const rest = pausedAt + pause - clock.now();
					wait = Math.max(1, Math.min(rest, schedule.next(kind, clock.now() - submittedAt)));
					continue;
				}
			} else await clock.sleep(pause, signal);
		}
		// The first look at a task that may be over belongs to its submission, and waits as little.
		if (wait === 0) budget?.requests.spend();
		else await budget?.requests.take(budget.rank(), signal);
		if (signal.aborted) return undefined;
		const look = await lookAt(transport, taskId, signal).then(
			(state) => ({ state }),
			(error: unknown) => ({ error }),
		);
		if (signal.aborted) return undefined;
		const duration = clock.now() - submittedAt;
		wait = schedule.next(kind, duration);
		if ('error' in look) {
			const { error } = look;
			const passing = error instanceof RunningHubError && error.facts.temporary === true;
			if (!passing) throw unseen(error, taskId, status);
			outage?.missed();
			budget?.requests.heed(error);
			wait = Math.max(wait, faults.add(error));
			continue;
		}
		outage?.seen();
		faults.clear();
		const { state } = look;
		switch (state.phase) {
			case 'active':
				odd = 0;
				({ status } = state);
				seenAt = clock.now();
				continue;
			case 'done': {
				odd += 1;
				// A finished task may show its results a moment later than its status.
				if (state.results.length === 0 && odd < ODD_ANSWERS_IN_A_ROW) continue;
				schedule.learn(kind, duration, seenAt - submittedAt);
				return { taskId, results: state.results, cost: state.cost, duration, raw: state.raw };
			}
			case 'failed':
				throw state.error.with({ taskId, status: state.status, taskEnded: true });
			case 'cancelled':
				throw cancelled(taskId, state.status);
			case 'missing':
				odd += 1;
				if (odd < ODD_ANSWERS_IN_A_ROW) continue;
				throw state.error.with({
					taskId,
					status,
					message: `RunningHub no longer knows task ${taskId}`,
					hint: 'It was not submitted a second time, as it may have been charged.',
					recover: 'lookUp',
					noTaskMade: false,
				});
			default: {
				odd += 1;
				if (odd < ODD_ANSWERS_IN_A_ROW) continue;
				const told = await explainEmptyStatus(request);
				if (told === 'active') {
					odd = 0;
					continue;
				}
				return { taskId, results: told, cost: NO_COST, duration, raw: state.raw };
			}
		}
	}
}

const NO_COST: TaskCost = { money: null, coins: null, thirdParty: null };

/**
 * Asks the older generation once about a task whose v2 status stays empty, as it does after a
 * cancel (docs/runninghub-api.md, section 4.3).
 */
async function explainEmptyStatus(
	request: WatchRequest,
): Promise<'active' | readonly TaskResult[]> {
	const { transport, taskId, signal } = request;
	const told = await legacyOutputs(transport, taskId, signal).catch(() => ({
		status: '',
		results: [],
	}));
	// After the user's Stop nothing is concluded: the watch ends at its next look.
	if (signal.aborted || told.status === 'RUNNING' || told.status === 'QUEUED') return 'active';
	if (told.status === 'SUCCESS') return told.results;
	throw cancelled(taskId, told.status);
}

/** A task that was cancelled, or whose state nobody tells any more. */
export function cancelled(taskId: string, status: string): RunningHubError {
	return new RunningHubError({
		kind: 'cancelled',
		message: `Task ${taskId} was cancelled, or RunningHub no longer tells its state`,
		hint: 'What was cancelled gives no result.',
		...(status === '' && { recover: 'lookUp' }),
		taskId,
		status: status === '' ? 'UNKNOWN' : status,
		noTaskMade: false,
		// Unknown is not over: bought anew it might be paid for twice.
		taskEnded: status !== '',
	});
}

function unseen(fault: unknown, taskId: string, status: string): unknown {
	if (!(fault instanceof RunningHubError)) return fault;
	return fault.with({
		taskId,
		status,
		message: `Task ${taskId} was submitted, but its state could not be read. ${fault.message}`,
		hint: `${fault.facts.hint} The task is not lost.`,
		recover: 'fetchLater',
		noTaskMade: false,
	});
}
