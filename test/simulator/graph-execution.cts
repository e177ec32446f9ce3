import type { Graph } from './graph.cts';

/** What a task that runs a graph executes. */
export interface GraphExecution {
	/** The workflow's or the app's id; '' for graphs of the ComfyUI proxy. */
	readonly sourceId: string;
	/** With every value that was sent, and the seeds drawn. */
	readonly graph: Graph;
	/** Ids of the nodes in the order they run. */
	readonly order: readonly string[];
	/** Whether ComfyUI took the graph; if not, the task fails. */
	readonly accepted: boolean;
	/** JSON text, as ComfyUI judged the graph (docs/runninghub-api.md, section 12.1). */
	readonly promptTips: string;
}
