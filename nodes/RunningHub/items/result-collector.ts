import { Slots } from '../../../runninghub/tasks/slots';
import type { TaskResult } from '../../../runninghub/tasks/task-state';
import type { FinishedTask } from '../../../runninghub/tasks/watch-task';
import type { ExecuteContext } from '../runtime/n8n-context';
import { downloadResult } from './download-result';
import type { CollectedResult } from './result-items';

/** Downloads under way at a time in one execution. */
const DOWNLOADS = 4;

/** Brings the files of finished tasks into n8n, a few at a time. */
export class ResultCollector {
	private readonly slots = new Slots(DOWNLOADS, DOWNLOADS);

	constructor(
		private readonly ctx: ExecuteContext,
		private readonly signal: AbortSignal,
	) {}

	/** All results of a task, each with its file where it has one and files are wanted. */
	async collect(
		task: FinishedTask,
		settings: { readonly download: boolean; readonly fileNamePrefix: string },
	): Promise<CollectedResult[]> {
		return await Promise.all(
			task.results.map(async (result) =>
				settings.download ? await this.bringHome(result, settings.fileNamePrefix) : { result },
			),
		);
	}

	private async bringHome(result: TaskResult, prefix: string): Promise<CollectedResult> {
		const { url } = result;
		if (url === null || isTextOnly(result)) return { result };
		await this.slots.take();
		const download = await downloadResult(
			this.ctx,
			url,
			result.fileType,
			prefix,
			this.signal,
		).finally(() => this.slots.release());
		return 'file' in download
			? { result, file: download.file }
			: { result, problem: `The file could not be downloaded: ${download.problem}` };
	}
}

/** A text result may come with a file that holds the same text. */
function isTextOnly({ text, fileType }: TaskResult): boolean {
	return (
		text !== null && (fileType === null || ['txt', 'text', 'json', 'string'].includes(fileType))
	);
}
