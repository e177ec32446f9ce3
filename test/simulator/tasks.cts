import type { SimulatorClock } from './clock.cts';
import type { GraphExecution } from './graph-execution.cts';
import type { Json, JsonObject } from './json.cts';
import { charge } from './keys.cts';
import type { ApiKey, KeyKind } from './keys.cts';
import type { TaskPlan } from './task-plan.cts';

/** The states of a task (docs/runninghub-api.md, section 4.2). */
export type TaskState = 'QUEUED' | 'RUNNING' | 'SUCCESS' | 'FAILED' | 'CANCEL';

/** What a task runs. */
export type TaskOrigin = 'model' | 'workflow' | 'aiApp' | 'quickCreate' | 'comfyUi';

/** Which generation of the API it was submitted through (docs/runninghub-api.md, section 1.4). */
export type Generation = 'v1' | 'v2';

/** One entry of a task's results, as the v2 query gives it. */
export interface TaskResult {
	readonly url: string | null;
	readonly nodeId: string;
	readonly outputType: string;
	readonly text: string | null;
}

/** What a submit asks for. */
export interface TaskOrder {
	readonly origin: TaskOrigin;
	readonly generation: Generation;
	/** A model's endpoint; else the origin and the id: `workflow/1904…`, `ai-app/1937…`. */
	readonly endpoint: string;
	readonly body: JsonObject;
}

/** What is known of a task when it is submitted. */
export interface TaskFacts extends TaskOrder {
	/** 19 digits, above 2^53. */
	readonly id: string;
	/** 0 for the first task of this simulator. */
	readonly sequence: number;
}

/** A task as it is now. */
export interface TaskRecord extends TaskFacts {
	readonly key: string;
	readonly keyKind: KeyKind;
	/** Milliseconds since the epoch, as all times here. */
	readonly createdAt: number;
	readonly startsAt: number;
	readonly endsAt: number;
	readonly plan: TaskPlan;
	readonly price: number;
	readonly webhookUrl?: string;
	/** Of tasks that run a graph. */
	readonly execution?: GraphExecution;
	readonly state: TaskState;
	/** What was taken from the wallet; 0 until SUCCESS. */
	readonly charge: number;
	readonly results: readonly TaskResult[] | null;
}

interface MutableTask extends TaskRecord {
	state: TaskState;
	charge: number;
	results: readonly TaskResult[] | null;
}

/** A task to be made. */
export interface NewTask {
	readonly facts: TaskFacts;
	readonly key: ApiKey;
	readonly plan: TaskPlan;
	readonly duration: number;
	/** Milliseconds in the personal queue before that. */
	readonly waits?: number;
	readonly queueShare: number;
	readonly price: number;
	readonly webhookUrl?: string;
	readonly execution?: GraphExecution;
	/** Makes the results once the task succeeds. */
	readonly makeResults: (task: TaskRecord) => readonly TaskResult[] | null;
}

/** RunningHub ids are 64-bit numbers, far above what a double holds. */
const FIRST_ID = 1_990_246_754_753_896_451n;
const ID_STEP = 1_048_579n;

/** The tasks of one simulated site. */
export class TaskStore {
	private readonly tasks = new Map<string, MutableTask>();

	private readonly open = new Map<string, NewTask>();

	private readonly mostInFlight = new Map<string, number>();

	private numbered = 0;

	chargeCount = 0;

	constructor(
		private readonly clock: SimulatorClock,
		private readonly onEnd: (task: TaskRecord) => void,
	) {}

	/** Facts for a submit that may become a task. Ids are handed out once. */
	nextFacts(order: TaskOrder): TaskFacts {
		const sequence = this.numbered;
		return { ...order, id: String(FIRST_ID + BigInt(sequence) * ID_STEP), sequence };
	}

	create(draft: NewTask): TaskRecord {
		this.numbered += 1;
		const createdAt = this.clock.now();
		const waits = draft.waits ?? 0;
		const task: MutableTask = {
			...draft.facts,
			key: draft.key.key,
			keyKind: draft.key.kind,
			createdAt,
			startsAt:
				createdAt +
				waits +
				(Number.isFinite(draft.duration) ? draft.duration * draft.queueShare : 500),
			endsAt: createdAt + waits + draft.duration,
			plan: draft.plan,
			price: draft.price,
			state: 'QUEUED',
			charge: 0,
			results: null,
			...(draft.webhookUrl === undefined ? {} : { webhookUrl: draft.webhookUrl }),
			...(draft.execution === undefined ? {} : { execution: draft.execution }),
		};
		this.tasks.set(task.id, task);
		this.open.set(task.id, draft);
		const inFlight = this.inFlight(draft.key.key);
		this.mostInFlight.set(task.key, Math.max(inFlight, this.mostInFlight.get(task.key) ?? 0));
		if (Number.isFinite(draft.duration)) {
			this.clock.schedule(waits + draft.duration, () => this.settle());
		}
		this.settle();
		return task;
	}

	/** The task as it is now. Vanished tasks are not found. */
	find(id: string): TaskRecord | undefined {
		this.settle();
		const task = this.tasks.get(id);
		if (task?.plan.vanishes === true && this.clock.now() >= task.startsAt) return undefined;
		return task;
	}

	/** Cancels a task that is queued or running; `false` when it had ended before. */
	cancel(id: string): boolean {
		this.settle();
		const task = this.tasks.get(id);
		if (task === undefined || !this.open.has(id)) return false;
		task.state = 'CANCEL';
		this.open.delete(id);
		return true;
	}

	/** Tasks of a key that are queued or running. */
	inFlight(key: string): number {
		return this.countInState(key, 'QUEUED') + this.countInState(key, 'RUNNING');
	}

	countInState(key: string, state: TaskState): number {
		this.settle();
		return [...this.open.keys()].filter((id) => {
			const task = this.tasks.get(id);
			return task?.key === key && task.state === state;
		}).length;
	}

	/** Milliseconds until fewer than `slots` of the key's present tasks are left. */
	untilFree(key: string, slots: number): number {
		this.settle();
		const ends = [...this.open.keys()]
			.map((id) => this.tasks.get(id))
			.flatMap((task) => (task?.key === key ? [task.endsAt] : []))
			.sort((left, right) => right - left);
		const end = ends[Math.max(0, slots - 1)];
		return end === undefined ? 0 : Math.max(0, end - this.clock.now());
	}

	/** The most tasks a key ever had queued or running at the same time. */
	maxInFlight(): Readonly<Record<string, number>> {
		return Object.fromEntries(this.mostInFlight);
	}

	all(): readonly TaskRecord[] {
		this.settle();
		return [...this.tasks.values()];
	}

	/** Brings every open task up to the present. */
	private settle(): void {
		const now = this.clock.now();
		for (const [id, draft] of [...this.open]) {
			const task = this.tasks.get(id);
			if (task === undefined) continue;
			if (now >= task.startsAt) task.state = 'RUNNING';
			if (now >= task.endsAt) this.end(task, draft);
		}
	}

	private end(task: MutableTask, draft: NewTask): void {
		this.open.delete(task.id);
		if (task.plan.failure !== undefined) {
			task.state = 'FAILED';
		} else {
			task.results = draft.makeResults(task);
			task.state = 'SUCCESS';
			task.charge = task.price;
			charge(draft.key, task.price);
			this.chargeCount += 1;
		}
		this.onEnd(task);
	}
}

/** Whether text is an id that fits into a signed 64-bit number (docs/runninghub-api.md, section 4.3). */
export function isInt64(value: Json | undefined): value is string {
	return (
		typeof value === 'string' &&
		/^-?\d{1,19}$/.test(value) &&
		BigInt.asIntN(64, BigInt(value)) === BigInt(value)
	);
}
