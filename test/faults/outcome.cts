import type { JsonObject } from '../../runninghub/json';
import type { SimulatorCounters, TaskRecord } from '../simulator/simulator.cts';

/** An item that came out of the RunningHub node. */
export interface RowItem {
	readonly json: JsonObject;
	/** Of its file, where it has one. */
	readonly mimeType: string | undefined;
	/** As n8n shows the size of the file: `1.5 kB`. */
	readonly fileSize: string | undefined;
}

/** What came of a row, in whichever n8n it ran. */
export interface RowOutcome {
	/** The items of all outputs. */
	readonly items: readonly RowItem[];
	/** How many of them left by the error output. */
	readonly atErrorOutput: number;
	/** What stopped the workflow. */
	readonly error:
		| {
				readonly message: string;
				readonly description: string;
				/** What the editor shows under the error's details. */
				readonly messages: readonly string[];
		  }
		| undefined;
	/** The tasks that the row made, all of them over. */
	readonly tasks: readonly TaskRecord[];
	readonly counters: Pick<SimulatorCounters, 'tasksCreated' | 'charges'>;
	/** The lines that n8n logged at the level that a server shows unless it is set up otherwise. */
	readonly log: readonly string[];
}
