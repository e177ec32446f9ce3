import type { TaskResult } from '../../../runninghub/api/read-task-state';
import { Semaphore } from '../../../runninghub/concurrency/semaphore';
import type { FinishedTask } from '../../../runninghub/tasks/polling/watch-task';
import type { FileContext } from '../runtime/n8n-context';
import type { Connection } from '../runtime/n8n-transport';
import { openUrl, readOpening } from '../runtime/open-file';
import { downloadResult, type ResultFile } from './download-result';
import type { CollectedResult } from './result-items';

/** Downloads under way at a time in one execution. */
const DOWNLOADS = 4;

/** Brings the files of finished tasks into n8n, a few at a time. */
export class ResultCollector {
	private readonly downloads = new Semaphore(DOWNLOADS);

	constructor(
		private readonly ctx: FileContext,
		private readonly connection: Connection,
		private readonly signal: AbortSignal,
	) {}

	/** All results of a task, each with its file where it has one and files are wanted. */
	async collect(
		task: FinishedTask,
		settings: { readonly download: boolean; readonly fileNamePrefix: string },
	): Promise<CollectedResult[]> {
		return await Promise.all(
			task.results.map(async (result) =>
				settings.download ? await this.fetchFile(result, settings.fileNamePrefix) : { result },
			),
		);
	}

	private async fetchFile(result: TaskResult, prefix: string): Promise<CollectedResult> {
		const file = this.fileOf(result, prefix);
		if (file === undefined || isTextOnly(result)) return { result };
		await this.downloads.take();
		const download = await downloadResult(this.ctx, file, this.signal).finally(() =>
			this.downloads.release(),
		);
		return 'file' in download
			? { result, file: download.file }
			: { result, problem: `The file could not be downloaded: ${download.problem}` };
	}

	/**
	 * Result files lie on a public store that refuses, and must never see, the key; only those of a
	 * ComfyUI server are behind it (docs/runninghub-api.md, sections 9 and 17).
	 */
	private fileOf(result: TaskResult, prefix: string): ResultFile | undefined {
		const { url, fileType, file } = result;
		const { ctx, connection, signal } = this;
		if (file !== undefined) {
			const open = async (timeout: number) =>
				await readOpening(connection.openFile(file.path, timeout, signal), timeout);
			return { name: file.name, fileType, prefix, open };
		}
		if (url === null) return undefined;
		return {
			name: url,
			fileType,
			prefix,
			open: async (timeout) => await openUrl(ctx, url, timeout, signal),
		};
	}
}

/** A text result may come with a file that holds the same text. */
function isTextOnly({ text, fileType }: TaskResult): boolean {
	return (
		text !== null && (fileType === null || ['txt', 'text', 'json', 'string'].includes(fileType))
	);
}
