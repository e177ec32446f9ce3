import type { Model, OutputKind } from './catalogue.cts';
import type { FileStore, StoredFile } from './file-store.cts';
import type { Json } from './json.cts';
import { glbFile, mp3File, mp4File, pngFile, wavFile } from './media-files.cts';
import type { MediaFile } from './media-files.cts';
import type { Service } from './service.cts';
import type { TaskRecord, TaskResult } from './tasks.cts';

const MOST_OUTPUTS = 20;
const COUNT_KEYS = ['n', 'imageNum', 'numImages', 'maxImages'];

function outputCount(values: ReadonlyMap<string, Json>): number {
	for (const key of COUNT_KEYS) {
		const count = Number(values.get(key));
		if (Number.isInteger(count) && count > 0) return Math.min(count, MOST_OUTPUTS);
	}
	return 1;
}

function wantsWav(values: ReadonlyMap<string, Json>): boolean {
	return [...values.values()].some((value) => value === 'wav');
}

function mediaOf(
	model: Model,
	values: ReadonlyMap<string, Json>,
	seed: number,
	side: number,
): MediaFile {
	const prompt = values.get('prompt');
	return model.output === 'audio' && wantsWav(values)
		? wavFile(seed)
		: mediaFile(model.output, seed, side, typeof prompt === 'string' ? prompt : undefined);
}

/** Helper models answer with ids for other models, as JSON text. */
function helperText(endpoint: string, id: string): Json | undefined {
	switch (endpoint) {
		case 'kling-lip-sync/identify-face':
			return {
				sessionId: id,
				faceData: [{ faceId: '0', startTime: 0, endTime: 5_200, faceImage: '' }],
				faceId: '0',
			};
		case 'kling-elements':
		case 'kling-elements-advanced':
			return { elementId: id };
		case 'mureka-ai/vocal-clone':
			return { vocalId: id };
		case 'mureka-ai/files-upload':
			return { fileId: id };
		case 'mureka-ai/recognize-song':
			return { lyricsSections: [{ sectionType: 'verse', lines: [{ text: 'Neon rain' }] }] };
		case 'minimax/music-cover-preprocess':
			return { coverFeatureId: id, formattedLyrics: '[verse]\nNeon rain' };
		case 'rhart-video-s/sora-upload-character':
		case 'rhart-video-s-official/sora-upload-character':
			return { characterId: `character_${id}` };
		case 'marble/upload-media-asset':
			return { mediaAssetId: id };
		default:
			return undefined;
	}
}

function plainText(model: Model, values: ReadonlyMap<string, Json>): string {
	const prompt = values.get('prompt') ?? values.get('lyrics') ?? 'what you sent';
	return `${model.name} answers: ${String(prompt)}`;
}

/** What the plan says of a task's results, or else how many there are. */
function resultCount(task: TaskRecord, usual: number): number | readonly TaskResult[] | null {
	const { results, outputs } = task.plan;
	if (results === 'null') return null;
	return results === 'empty' ? [] : (outputs ?? usual);
}

/** Stores a result file. `index` counts the files of the task from 0. */
function storedFile(
	task: TaskRecord,
	media: MediaFile,
	index: number,
	files: FileStore,
): StoredFile {
	const { bytes, contentType, expired } = task.plan;
	const name = `ComfyUI_${String(index + 1).padStart(5, '0')}_${task.id.slice(-6)}_${Math.floor(task.endsAt / 1000)}`;
	return files.addResult(name, media, {
		...(bytes === undefined ? {} : { bytes }),
		...(contentType === undefined ? {} : { contentType }),
		...(expired === undefined ? {} : { expired }),
	});
}

/** What a node of a graph puts out. */
export interface GraphOutput {
	readonly nodeId: string;
	readonly kind: OutputKind;
	readonly count: number;
	/** Of text outputs. */
	readonly text?: string;
}

function mediaFile(kind: OutputKind, seed: number, side: number, prompt?: string): MediaFile {
	switch (kind) {
		case 'video':
			return mp4File();
		case 'audio':
			return mp3File();
		case '3d':
			return glbFile();
		default:
			return pngFile(seed, prompt, side);
	}
}

/**
 * What the output nodes of a graph produce, files included. A plan's number of outputs is that of
 * the first node (docs/runninghub-api.md, section 9).
 */
export function makeGraphResults(
	task: TaskRecord,
	outputs: readonly GraphOutput[],
	{ files, settings, baseUrl }: Service,
): readonly TaskResult[] | null {
	let made = 0;
	const results: TaskResult[] = [];
	for (const [position, { nodeId, kind, count, text }] of outputs.entries()) {
		const wanted = position === 0 ? resultCount(task, count) : count;
		if (typeof wanted !== 'number') return wanted;
		for (let i = 0; i < wanted; i += 1) {
			if (kind === 'text') {
				const answer = task.plan.text ?? text ?? '';
				results.push({ url: null, nodeId, outputType: 'txt', text: answer });
				continue;
			}
			const media = mediaFile(kind, task.sequence * 7 + made, settings.pictureSide);
			const file = storedFile(task, media, made, files);
			made += 1;
			const url = `${baseUrl()}${file.path}`;
			results.push({ url, nodeId, outputType: file.extension, text: null });
		}
	}
	return results;
}

/** What a model produces for a finished task, files included (docs/runninghub-api.md, section 9). */
export function makeModelResults(
	task: TaskRecord,
	model: Model,
	values: ReadonlyMap<string, Json>,
	{ files, settings, baseUrl }: Service,
): readonly TaskResult[] | null {
	const { plan } = task;
	const count = resultCount(task, outputCount(values));
	if (typeof count !== 'number') return count;
	return Array.from({ length: count }, (_unused, index): TaskResult => {
		if (model.output === 'text') {
			const helper = helperText(model.endpoint, task.id);
			const text =
				plan.text ?? (helper === undefined ? plainText(model, values) : JSON.stringify(helper));
			return { url: null, nodeId: '2', outputType: 'txt', text };
		}
		const media = mediaOf(model, values, task.sequence * 7 + index, settings.pictureSide);
		const file = storedFile(task, media, index, files);
		const url = `${baseUrl()}${file.path}`;
		return { url, nodeId: '2', outputType: file.extension, text: null };
	});
}
