import { type ResourceMapperField, validateFieldType } from 'n8n-workflow';
import { mapperFields } from '../../../nodes/RunningHub/methods/mapper-fields';
import { modelMapper } from '../../../nodes/RunningHub/methods/model-mapper';
import { missingMedia } from '../../../nodes/RunningHub/requests/model/missing-media';
import { type Catalogue, loadCatalogue } from '../../../runninghub/catalogue/catalogue';
import type { Model } from '../../../runninghub/catalogue/model';
import { type FormField, isMediaType } from '../../../runninghub/forms/form-field';

/** Operations whose models work on files, as people would say it: by their names. */
const WORKS_ON_FILES =
	/edit|enhance|extend|lipSync|controlMotion|transform|analyze|extract|From(?:Image|Reference|Video)/;

let catalogue: Catalogue;

beforeAll(async () => {
	catalogue = await loadCatalogue();
});

/** Every field of every form, with the input it stands for. */
function shownFields(): Array<{ model: Model; shown: ResourceMapperField; field: FormField }> {
	return catalogue.list().flatMap((model) =>
		modelMapper(model, model).map((shown) => {
			const field = model.fields.find(({ id }) => id === shown.id);
			if (field === undefined) throw new Error(`${model.endpoint} has no ${shown.id}`);
			return { model, shown, field };
		}),
	);
}

/** Those of which something is wrong, so that a failure names them. */
function wrong(
	isWrong: (each: ReturnType<typeof shownFields>[number]) => boolean,
): Array<readonly [endpoint: string, id: string, label: string]> {
	return shownFields()
		.filter(isWrong)
		.map(({ model, shown }) => [model.endpoint, shown.id, shown.displayName]);
}

describe('the forms of all models', () => {
	it('are there: thousands of fields of 480 models', () => {
		expect(shownFields().length).toBeGreaterThan(2400);
		expect(new Set(shownFields().map(({ model }) => model)).size).toBeGreaterThan(470);
	});

	it('have labels that are shown whole, differ, and are no keys', () => {
		expect(wrong(({ shown }) => shown.displayName.length > 28)).toEqual([]);
		expect(
			wrong(({ shown }) => /[#_]|^[a-z]/.test(shown.displayName) || shown.displayName === shown.id),
		).toEqual([]);
		for (const model of catalogue.list()) {
			const labels = modelMapper(model, model).map(({ displayName }) => displayName);
			expect([model.endpoint, new Set(labels).size]).toEqual([model.endpoint, labels.length]);
		}
	});

	it('have a unit wherever a number is in seconds, frames, pixels, hertz or bits', () => {
		const measured =
			/duration|fps|frame ?rate|(?:^|[a-z ])(?:width|height)$|edge ?size|short side|sample.?rate|^bit.?rate$|bit.?depth|silence/i;
		const unitless = wrong(({ shown, field }) => {
			const isNumber = ['integer', 'number', 'options'].includes(field.type);
			const says = measured.test(field.label) || measured.test(field.id.replace(/^.*##/, ''));
			return (
				isNumber && says && !/\((?:s|ms|fps|px|Hz|k?bit\/s|bits)\)|FPS/.test(shown.displayName)
			);
		});
		expect(unitless).toEqual([]);
		const labels = shownFields().map(({ shown }) => shown.displayName);
		expect(labels).toEqual(
			expect.arrayContaining([
				'Duration (s) *',
				'Duration (s), 2 to 15 *',
				'Trailing Silence (ms)',
				'Frame Rate (fps), 15 to 120',
				'Bitrate (kbit/s)',
				'Bitrate (bit/s)',
				'Target FPS *',
			]),
		);
	});

	it('tell kind and count of files', () => {
		const silent = wrong(({ shown, field }) => {
			if (!isMediaType(field.type)) return false;
			const words = { image: /image/i, video: /video|clip/i, audio: /audio/i }[field.type];
			const count = field.multiple ? /\((?:.*, )?(?:several|up to \d+)\)/ : /./;
			return !words.test(shown.displayName) || !count.test(shown.displayName);
		});
		expect(silent).toEqual([]);
		const labels = new Set(shownFields().map(({ shown }) => shown.displayName));
		expect([...labels]).toEqual(
			expect.arrayContaining([
				'Images (up to 9) *',
				'Voice Sample (audio) *',
				'More Images (up to 3) *',
			]),
		);
	});

	it('show every file where the operation works on files, the main one filled with data', () => {
		const hidden = wrong(
			({ model, shown, field }) =>
				isMediaType(field.type) && WORKS_ON_FILES.test(model.operation) && shown.removed === true,
		);
		expect(hidden).toEqual([]);
		for (const model of catalogue.list()) {
			const media = model.fields.filter(({ type }) => isMediaType(type));
			const filled = modelMapper(model, model)
				.filter(({ defaultValue }) => defaultValue === 'data')
				.map(({ id }) => id);
			const isNeeded = media.some(({ required }) => required);
			const expected =
				media.length > 0 && (isNeeded || WORKS_ON_FILES.test(model.operation)) ? 1 : 0;
			expect([model.endpoint, filled.length]).toEqual([model.endpoint, expected]);
			const first = media.find(({ required }) => required);
			if (first !== undefined)
				expect([model.endpoint, filled]).toEqual([model.endpoint, [first.id]]);
		}
	});

	it.each([
		['alibaba/wan-2.6/reference-to-video', 'imageUrls'],
		['kling-video-o3-pro/reference-to-video', 'imageUrls'],
		['minimax/hailuo-h3/image-to-video', 'firstFrameUrl'],
		['kling-lip-sync/identify-face', 'videoUrl'],
	])('fill the main file of %s, of which none is required', (endpoint, id) => {
		const model = catalogue.find(endpoint);
		if (model === undefined) throw new Error('no such model');
		const shown = modelMapper(model, model);
		expect(shown.filter(({ defaultValue }) => defaultValue === 'data')).toMatchObject([{ id }]);
		// What the operation is about stands on top.
		expect(shown[0]?.id).toBe(id);
		expect(
			isMediaType(model.fields.find((field) => field.id === shown[0]?.id)?.type ?? 'json'),
		).toBe(true);
	});

	it('leave every check to the node: nothing is required for n8n, and no value that can be entered names its key', () => {
		expect(wrong(({ shown }) => shown.required)).toEqual([]);
		expect(
			wrong(({ shown, field }) => field.required !== shown.displayName.endsWith(' *')),
		).toEqual([]);
		expect(wrong(({ shown, field }) => field.required && shown.removed === true)).toEqual([]);
		expect(
			wrong(({ shown }) => {
				if (shown.type !== 'string') return false;
				return !validateFieldType(shown.id, '{ no JSON', shown.type).valid;
			}),
		).toEqual([]);
		expect(
			wrong(({ shown }) => !['string', 'number', 'options'].includes(shown.type ?? '')),
		).toEqual([]);
	});

	it('have choices in place of switches, so that none is sent as off unasked', () => {
		const switches = shownFields().filter(({ field }) => field.type === 'boolean');
		expect(switches.length).toBeGreaterThan(300);
		for (const { shown, field } of switches) {
			const choices = (shown.options ?? []).map((option) =>
				'value' in option ? option.value : '',
			);
			expect(choices).toEqual(field.required ? ['true', 'false'] : ['', 'true', 'false']);
			expect(shown.defaultValue).toBe(field.required ? String(field.default) : undefined);
		}
	});
});

describe('a label that does not fit with all it could tell', () => {
	const labelOf = (field: Partial<FormField>, unit?: string): string => {
		const whole: FormField = {
			id: 'key',
			label: 'Label',
			type: 'integer',
			required: false,
			multiple: false,
			...field,
		};
		const view = { isShown: true, ...(unit !== undefined && { unit }) };
		return mapperFields([whole], () => view)[0]?.displayName ?? '';
	};

	it('keeps the unit and the mark and gives up the range', () => {
		expect(labelOf({ label: 'Length', min: 1, max: 5, required: true }, 's')).toBe(
			'Length (s), 1 to 5 *',
		);
		expect(labelOf({ label: 'Length of the film', min: 1, max: 5, required: true }, 's')).toBe(
			'Length of the film (s) *',
		);
		expect(labelOf({ label: 'Count', min: 1, max: 5 })).toBe('Count (1 to 5)');
	});
});

describe('an operation that works on files, with none given', () => {
	const nothing = { coerced: { values: new Map() }, entered: {} } as const;
	const extra = { replaced: new Set<string>(), holdsMedia: false };

	it('is refused for every model there is, and Generate From Text is named where there is one', () => {
		let count = 0;
		for (const { endpoint, resource, operation, fields } of catalogue.list()) {
			const problem = missingMedia(resource, operation, { ...nothing, fields, extra });
			if (!WORKS_ON_FILES.test(operation)) {
				expect([endpoint, problem]).toEqual([endpoint, undefined]);
				continue;
			}
			count += 1;
			expect([endpoint, problem]).toEqual([endpoint, expect.stringContaining('no file is given')]);
			expect(/Generate From Text/.test(problem ?? '')).toBe(resource !== 'audio');
			expect(problem).not.toMatch(/##|[a-z]Url/);
		}
		expect(count).toBeGreaterThan(250);
	});

	it('is not refused with a file, JSON, an ID, or any of them in Extra Parameters', () => {
		for (const { endpoint, resource, operation, fields } of catalogue.list()) {
			if (!WORKS_ON_FILES.test(operation)) continue;
			const problemWith = (id: string): string | undefined =>
				missingMedia(resource, operation, {
					...nothing,
					entered: { [id]: 'given' },
					fields,
					extra,
				});
			for (const { id, type } of fields) {
				const isEnough = isMediaType(type) || type === 'json' || /(?:Id|Url|Cache)$/.test(id);
				if (type === 'options' || type === 'boolean' || !isEnough) continue;
				expect([endpoint, id, problemWith(id)]).toEqual([endpoint, id, undefined]);
			}
			const passed = { replaced: new Set<string>(), holdsMedia: true };
			expect(missingMedia(resource, operation, { ...nothing, fields, extra: passed })).toBe(
				undefined,
			);
		}
	});
});
