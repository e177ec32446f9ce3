import type { Model } from './catalogue.cts';
import type { FileStore } from './file-store.cts';
import type { Json } from './json.cts';
import { glbFile, mp3File, mp4File, pngFile, wavFile } from './media-files.cts';
import type { MediaFile } from './media-files.cts';
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

function mediaOf(model: Model, values: ReadonlyMap<string, Json>, seed: number): MediaFile {
	switch (model.output) {
		case 'video':
			return mp4File();
		case 'audio':
			return wantsWav(values) ? wavFile(seed) : mp3File();
		case '3d':
			return glbFile();
		default:
			return pngFile(seed);
	}
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

/** What a model produces for a finished task, files included (docs/runninghub-api.md, section 9). */
export function makeResults(
	task: TaskRecord,
	model: Model,
	values: ReadonlyMap<string, Json>,
	files: FileStore,
	baseUrl: string,
): readonly TaskResult[] | null {
	const { plan } = task;
	if (plan.results === 'null') return null;
	if (plan.results === 'empty') return [];
	const count = plan.outputs ?? outputCount(values);
	return Array.from({ length: count }, (_unused, index): TaskResult => {
		if (model.output === 'text') {
			const helper = helperText(model.endpoint, task.id);
			const text =
				plan.text ?? (helper === undefined ? plainText(model, values) : JSON.stringify(helper));
			return { url: null, nodeId: '2', outputType: 'txt', text };
		}
		const name = `ComfyUI_${String(index + 1).padStart(5, '0')}_${task.id.slice(-6)}_${Math.floor(task.endsAt / 1000)}`;
		const file = files.addResult(name, mediaOf(model, values, task.sequence * 7 + index), {
			...(plan.bytes === undefined ? {} : { bytes: plan.bytes }),
			...(plan.contentType === undefined ? {} : { contentType: plan.contentType }),
			...(plan.expired === undefined ? {} : { expired: plan.expired }),
		});
		return { url: `${baseUrl}${file.path}`, nodeId: '2', outputType: file.extension, text: null };
	});
}
