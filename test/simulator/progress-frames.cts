import type { JsonObject } from './json.cts';
import { jsonText } from './json.cts';
import { reasonOf } from './task-plan.cts';
import type { TaskRecord } from './tasks.cts';

/** What a progress socket sends: JSON text, or the bytes of a preview. */
export interface ProgressFrame {
	/** Milliseconds since the epoch. */
	readonly at: number;
	/** What a listener who comes later is told at once: the last of each. */
	readonly state?: 'executing' | 'progress';
	readonly content: string | Buffer;
}

const NEVER_ENDING_NODE = 10_000;
const QUARTERS = [0.25, 0.5, 0.75, 1];
/** A preview starts with its kind and its format, both 32-bit numbers; then the picture follows. */
const PREVIEW = Buffer.from([0, 0, 0, 1, 0, 0, 0, 2, 0x89, 0x50, 0x4e, 0x47]);

/** A message of the socket. */
export function frameText(type: string, data: JsonObject): string {
	return jsonText({ type, data });
}

function stepsOf(task: TaskRecord, nodeId: string): number | undefined {
	const steps = Number(task.execution?.graph.get(nodeId)?.inputs['steps']);
	return Number.isInteger(steps) && steps > 0 ? steps : undefined;
}

/** Nodes that need no work: the first of a graph of some size, usually a loader. */
export function cachedNodes(task: TaskRecord): string[] {
	const order = task.execution?.order ?? [];
	return order.length > 2 ? order.slice(0, 1) : [];
}

/** What a task's run looks like from outside, but for its end (docs/runninghub-api.md, section 18). */
export function progressFrames(task: TaskRecord): ProgressFrame[] {
	const { startsAt, endsAt } = task;
	const cached = cachedNodes(task);
	const order = (task.execution?.order ?? ['2']).filter((id) => !cached.includes(id));
	const share = Number.isFinite(endsAt)
		? (endsAt - startsAt) / Math.max(1, order.length)
		: NEVER_ENDING_NODE;
	const frames: ProgressFrame[] = [
		{ at: startsAt, content: frameText('execution_start', { prompt_id: task.id }) },
	];
	for (const [index, node] of order.entries()) {
		const at = startsAt + index * share;
		const content = frameText('executing', { node, display_node: node, prompt_id: task.id });
		frames.push({ at, state: 'executing', content });
		const middle = at + share / 2;
		frames.push({ at: middle, content: frameText('crystools.monitor', { gpu_utilization: 97 }) });
		frames.push({ at: middle, content: PREVIEW });
		const max = stepsOf(task, node);
		if (max === undefined) continue;
		for (const part of QUARTERS) {
			const data = { node, value: Math.ceil(max * part), max, prompt_id: task.id };
			frames.push({
				at: at + share * part * 0.9,
				state: 'progress',
				content: frameText('progress', data),
			});
		}
	}
	return frames;
}

/** What is sent when a task has ended. */
export function closingFrames(task: TaskRecord): string[] {
	const promptId = task.id;
	switch (task.state) {
		case 'FAILED': {
			const reason = reasonOf(task.plan.failure);
			return [
				frameText('execution_error', {
					prompt_id: promptId,
					node_id: reason['node_id'] ?? null,
					node_type: reason['node_name'] ?? null,
					exception_message: reason['exception_message'] ?? task.plan.failure?.message ?? '',
				}),
			];
		}
		case 'CANCEL':
			return [frameText('execution_interrupted', { prompt_id: promptId })];
		default:
			return [
				frameText('executing', { node: null, prompt_id: promptId }),
				frameText('execution_success', { prompt_id: promptId }),
			];
	}
}
