import { getWebhookEvent } from '../../../runninghub/api/webhook-events';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import type { Logger } from '../../../runninghub/logger';
import { inParallel } from '../../../runninghub/concurrency/in-parallel';
import { settle } from '../../../runninghub/tasks/polling/settle';
import { type TaskEnd, taskEnd } from '../../../runninghub/tasks/polling/task-end';
import type { Transport } from '../../../runninghub/transport';
import { n8nClock } from '../runtime/n8n-clock';
import type { CalledBack } from './called-back';
import { isOtherAddress } from './resume-address';
import type { KeptTask, Suspension } from './suspension';

/** Tasks that called back and are looked at, at a time. */
const LOOKS = 10;
/** Milliseconds that a callback for a lost submission is followed up when all other tasks are over. */
const PATIENCE_FOR_LOST = 60_000;

/** What a look at the tasks of a suspension came to. */
export type Look =
	/** How each task ended that is known to be one of the suspension's. */
	| { readonly state: 'over'; readonly ends: ReadonlyMap<string, TaskEnd> }
	/** One that has not called back yet still runs: it will. */
	| { readonly state: 'running' }
	/** It has to be looked again: nobody calls for what was not seen now. */
	| { readonly state: 'unseen'; readonly error: unknown };

/** Looks at the tasks of a suspension for one call. What was seen over is not asked for again. */
export class TaskLookout {
	private readonly ends = new Map<string, TaskEnd>();
	/** Since when all but named tasks are over, in milliseconds since the epoch. */
	private overSince: number | undefined;

	constructor(
		private readonly suspension: Suspension,
		private readonly calls: CalledBack,
		private readonly logger: Logger,
	) {}

	/**
	 * Looks at a task that called back.
	 *
	 * @returns whether nothing more is to be found out about it.
	 */
	async confirm(transport: Transport, taskId: string): Promise<boolean> {
		const index = this.calls.unconfirmed.get(taskId);
		if (index === undefined) return true;
		const { submittedAt } = this.suspension.tasks.find((task) => task.index === index) ?? {
			submittedAt: n8nClock.now(),
		};
		const end = await taskEnd(transport, n8nClock, { taskId, submittedAt });
		if (end.state === 'unseen' || end.state === 'running') return false;
		if (this.calls.isClaim(taskId) && !(await this.isMadeFor(transport, taskId, index, end))) {
			this.logger.warn(`Task ${taskId} was called back for item ${index}, but is not its task`);
			this.calls.refuse(taskId);
			return true;
		}
		this.ends.set(taskId, end);
		this.calls.confirm(taskId);
		return true;
	}

	/** Looks at all tasks, beginning with those that called back. */
	async look(transport: Transport): Promise<Look> {
		await inParallel(
			[...this.calls.unconfirmed.keys()],
			LOOKS,
			async (taskId) => await this.confirm(transport, taskId),
		);
		const unconfirmed = [...this.calls.unconfirmed.keys()];
		if (unconfirmed.some((taskId) => !this.calls.isClaim(taskId))) {
			return { state: 'unseen', error: undefined };
		}
		const rest = this.suspension.tasks.flatMap((task) => this.toBeSeen(task));
		const settled = await settle(transport, n8nClock, rest);
		if (settled.state !== 'over') return settled;
		for (const [place, end] of settled.ends.entries()) {
			this.ends.set(rest[place]?.taskId ?? '', end);
		}
		this.overSince ??= n8nClock.now();
		if (unconfirmed.length > 0 && n8nClock.now() - this.overSince < PATIENCE_FOR_LOST) {
			return { state: 'unseen', error: undefined };
		}
		return { state: 'over', ends: this.ends };
	}

	private toBeSeen(task: KeptTask): Array<{ taskId: string; submittedAt: number }> {
		const taskId = this.calls.idOf(task);
		if (taskId === undefined || this.ends.has(taskId)) return [];
		return [{ taskId, submittedAt: task.submittedAt }];
	}

	/**
	 * Whether a task that a callback names is the one that a lost submission made: the key sees it,
	 * and RunningHub's record of the callback, where it can be had, names the address of the item.
	 */
	private async isMadeFor(
		transport: Transport,
		taskId: string,
		index: number,
		end: TaskEnd,
	): Promise<boolean> {
		const { error } = end.state === 'failed' ? end : { error: undefined };
		const isSeen =
			end.state === 'finished' ||
			(error instanceof RunningHubError && error.facts.taskEnded === true);
		if (!isSeen) return false;
		const address = await getWebhookEvent(transport, taskId).then(
			({ webhookUrl }) => webhookUrl,
			() => '',
		);
		return !isOtherAddress(address, this.suspension, index);
	}
}
