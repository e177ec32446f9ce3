import type { InputRule } from './input-rules.cts';
import type { Json } from './json.cts';
import { RESOURCES } from './resources.cts';
import type { GraphOutput } from './results.cts';

/** An input that an app shows, as `apiCallDemo` tells it, and what it really takes. */
export interface AppField {
	readonly nodeId: string;
	readonly nodeName: string;
	readonly fieldName: string;
	readonly fieldValue: Json;
	readonly fieldData: string | null;
	readonly fieldType: string;
	readonly description: string;
	readonly descriptionEn: string | null;
	/** Seen in newer answers. */
	readonly descriptionCn?: string | null;
	readonly rule: InputRule;
}

/** An AI app on the simulated site. */
export interface StoredApp {
	/** 19 digits, above 2^53. */
	readonly id: string;
	readonly name: string;
	readonly description: string;
	readonly useCount: number;
	readonly password?: string;
	readonly fields: readonly AppField[];
	readonly outputs: readonly GraphOutput[];
}

/** Ids of apps that tests use. They differ by less than a double can tell apart. */
export const APP_IDS = {
	/** The app of RunningHub's own pages, with the inputs they show. */
	documented: '1937084629516193794',
	/** An input of every kind, with every form of `fieldData`. */
	allKinds: '1937084629516193795',
	/** Needs `APP_PASSWORD`. */
	protected: '1937084629516193796',
	/** Shows no inputs. */
	noInputs: '1937084629516193797',
	/** Takes no file as well as one; its switch counts in floats, its numbers come as text. */
	withNone: '2035369813215813634',
	/** Its own values are none that its inputs describe. */
	changed: '1937084629516193799',
	/** Its inputs have types that only one client reports: COMBO, SELECT, TEXT, NUMBER. */
	rareTypes: '1937084629516193798',
} as const;

/** Opens the app that has a password. */
export const APP_PASSWORD = 'open sesame';

/** How many apps the public list has. */
const LISTED_APPS = 60;
const FIRST_LISTED_ID = 1_940_000_000_000_000_257n;

const TEXT: InputRule = { type: 'STRING' };
const IGNORED = '忽略';

const PROMPT: AppField = {
	nodeId: '52',
	nodeName: 'RH_Translator',
	fieldName: 'prompt',
	fieldValue: 'make the sky orange',
	fieldData: '["STRING", {"default": "", "multiline": true}]',
	fieldType: 'STRING',
	description: '图像编辑文本输入框',
	descriptionEn: 'Image editing text input box',
	rule: TEXT,
};

const DOCUMENTED: readonly AppField[] = [
	{
		nodeId: '39',
		nodeName: 'LoadImage',
		fieldName: 'image',
		fieldValue: 'a293f6c1d04e.jpg',
		fieldData: '[["bd71f4e2c9aa.png", "example.png", "keep_this_dic"], {"image_upload": true}]',
		fieldType: 'IMAGE',
		description: '上传图像',
		descriptionEn: 'Upload image',
		rule: { type: 'FILE', media: 'image' },
	},
	{
		nodeId: '37',
		nodeName: 'RH_ComfyFluxKontext',
		fieldName: 'model',
		fieldValue: 'flux-kontext-pro',
		fieldData: JSON.stringify([
			{ name: 'flux-kontext-pro', index: 'flux-kontext-pro', description: '专业版' },
			{ name: 'flux-kontext-max', index: 'flux-kontext-max', description: '旗舰版' },
			{ default: 'flux-kontext-pro', description: IGNORED },
		]),
		fieldType: 'LIST',
		description: '模型切换',
		descriptionEn: 'Model switch',
		rule: { type: 'COMBO', options: ['flux-kontext-pro', 'flux-kontext-max'] },
	},
	{
		nodeId: '37',
		nodeName: 'RH_ComfyFluxKontext',
		fieldName: 'aspect_ratio',
		fieldValue: 'match_input_image',
		fieldData: JSON.stringify([
			{ name: 'match_input_image', index: 'match_input_image', description: '与原图一致' },
			{ name: '1:1', index: '1:1', description: '正方形' },
			{ name: '16:9', index: '16:9', description: '横屏' },
			{ default: 'match_input_image', description: IGNORED },
		]),
		fieldType: 'LIST',
		description: '输出比例',
		descriptionEn: 'Output ratio',
		rule: { type: 'COMBO', options: ['match_input_image', '1:1', '16:9'] },
	},
	PROMPT,
];

const PUBLIC_LORA = RESOURCES.find(({ type }) => type === 'LORA')?.fileName ?? '';

const ALL_KINDS: readonly AppField[] = [
	{
		nodeId: '39',
		nodeName: 'LoadImage',
		fieldName: 'image',
		fieldValue: 'portrait-sample.png',
		fieldData: '[["example.png", "keep_this_dic"], {"image_upload": true}]',
		fieldType: 'IMAGE',
		description: '照片',
		descriptionEn: 'Photo',
		rule: { type: 'FILE', media: 'image' },
	},
	{
		nodeId: '40',
		nodeName: 'LoadAudio',
		fieldName: 'audio',
		fieldValue: 'rain-sample.mp3',
		fieldData: '[["song.mp3"], {"audio_upload": true}]',
		fieldType: 'AUDIO',
		description: '音乐',
		descriptionEn: 'Music',
		rule: { type: 'FILE', media: 'audio' },
	},
	{
		nodeId: '41',
		nodeName: 'VHS_LoadVideo',
		fieldName: 'video',
		fieldValue: 'walk-sample.mp4',
		fieldData: '[["dance.mp4", "walk.mov"], {"video_upload": true}]',
		fieldType: 'VIDEO',
		description: '视频',
		descriptionEn: 'Clip',
		rule: { type: 'FILE', media: 'video' },
	},
	PROMPT,
	{
		nodeId: '7',
		nodeName: 'CLIPTextEncode',
		fieldName: 'text',
		fieldValue: '',
		fieldData: null,
		fieldType: 'STRING',
		description: '反向提示词',
		descriptionEn: null,
		rule: TEXT,
	},
	{
		nodeId: '3',
		nodeName: 'KSampler',
		fieldName: 'steps',
		fieldValue: 20,
		fieldData: '["INT", {"default": 20, "min": 1, "max": 50, "step": 1}]',
		fieldType: 'INT',
		description: '步数',
		descriptionEn: 'Steps',
		rule: { type: 'INT', default: 20, min: 1, max: 50 },
	},
	{
		nodeId: '3',
		nodeName: 'KSampler',
		fieldName: 'cfg',
		fieldValue: '7.5',
		fieldData: '["FLOAT", {"default": 7.5, "min": 0.0, "max": 30.0, "step": 0.5}]',
		fieldType: 'FLOAT',
		description: '引导强度',
		descriptionEn: 'Guidance',
		rule: { type: 'FLOAT', default: 7.5, min: 0, max: 30 },
	},
	{
		nodeId: '60',
		nodeName: 'PrimitiveBoolean',
		fieldName: 'value',
		fieldValue: 'false',
		fieldData: '["BOOLEAN", {"default": false}]',
		fieldType: 'BOOLEAN',
		description: '高清修复',
		descriptionEn: 'Restore details',
		rule: { type: 'BOOLEAN' },
	},
	{
		nodeId: '37',
		nodeName: 'RH_ComfyFluxKontext',
		fieldName: 'aspect_ratio',
		fieldValue: '1',
		// An index that is not the name, an entry that is no choice, and the entry of the default.
		fieldData: JSON.stringify([
			{ name: 'Square', index: '1', description: '正方形', descriptionEn: 'Square picture' },
			{ name: 'Wide', index: '2', description: '横屏' },
			{ name: 'Later', description: '即将推出' },
			{ default: '1', description: IGNORED },
		]),
		fieldType: 'LIST',
		description: '比例',
		descriptionEn: 'Shape',
		rule: { type: 'COMBO', options: ['1', '2'] },
	},
	{
		nodeId: '61',
		nodeName: 'MinimaxHailuoVideo',
		fieldName: 'resolution',
		fieldValue: '2K',
		fieldData: '[["768P", "2K"], {"default": "2K"}]',
		fieldType: 'LIST',
		description: '分辨率',
		descriptionEn: 'Resolution',
		rule: { type: 'COMBO', options: ['768P', '2K'] },
	},
	{
		nodeId: '62',
		nodeName: 'RH_Size',
		fieldName: 'size',
		fieldValue: '2K',
		fieldData: '["2K", "4K"]',
		fieldType: 'LIST',
		description: '尺寸',
		descriptionEn: 'Size',
		rule: { type: 'COMBO', options: ['2K', '4K'] },
	},
	{
		nodeId: '63',
		nodeName: 'RH_Quality',
		fieldName: 'quality',
		fieldValue: 'high',
		fieldData: '["COMBO", {"options": ["low", "high"], "default": "high"}]',
		fieldType: 'LIST',
		description: '质量',
		descriptionEn: 'Quality',
		rule: { type: 'COMBO', options: ['low', 'high'] },
	},
	{
		nodeId: '70',
		nodeName: 'ImpactSwitch',
		fieldName: 'select',
		fieldValue: '1',
		fieldData:
			'[{"name": "input1", "index": 1.0, "fastIndex": 1.0, "description": "水彩", "descriptionEn": "Watercolour"}, {"name": "input2", "index": 2.0, "fastIndex": 2.0, "description": "油画", "descriptionEn": "Oil"}]',
		fieldType: 'SWITCH',
		description: '风格',
		descriptionEn: 'Style',
		rule: { type: 'SWITCH', options: [1, 2] },
	},
	{
		nodeId: '80',
		nodeName: 'RHLoraLoader',
		fieldName: 'file_name',
		fieldValue: PUBLIC_LORA,
		fieldData: null,
		fieldType: 'LORA',
		description: 'LoRA',
		descriptionEn: null,
		rule: { type: 'LORA' },
	},
];

const RARE_TYPES: readonly AppField[] = [
	{
		...PROMPT,
		nodeId: '1',
		fieldName: 'text',
		fieldType: 'TEXT',
		descriptionEn: 'Text',
		fieldData: '["TEXT", {"default": ""}]',
	},
	{
		...PROMPT,
		nodeId: '2',
		fieldName: 'amount',
		fieldValue: '3',
		fieldType: 'NUMBER',
		descriptionEn: 'Amount',
		fieldData: '["NUMBER", {"default": 3, "min": 0, "max": 10}]',
		rule: { type: 'FLOAT', default: 3, min: 0, max: 10 },
	},
	...['COMBO', 'SELECT'].map(
		(fieldType, index): AppField => ({
			...PROMPT,
			nodeId: String(index + 3),
			fieldName: 'choice',
			fieldValue: 'soft',
			fieldType,
			descriptionEn: `Choice ${index + 1}`,
			fieldData: '[["soft", "hard"], {"default": "soft"}]',
			rule: { type: 'COMBO', options: ['soft', 'hard'] },
		}),
	),
];

const SAMPLE_PHOTO = 'b170588b06162448b4af1ef5a44bcaa7c82b80bcff31a787a280fed9144c8ea6.png';

const WITH_NONE: readonly AppField[] = [
	{
		nodeId: '191',
		nodeName: 'LoadImage',
		fieldName: 'image',
		fieldValue: SAMPLE_PHOTO,
		fieldData: '[["example.png", "None", "example.png", "keep_this_dic"], {"image_upload": true}]',
		fieldType: 'IMAGE',
		description: 'image',
		descriptionCn: null,
		descriptionEn: 'image',
		rule: { type: 'FILE', media: 'image', listed: ['example.png', 'None', SAMPLE_PHOTO] },
	},
	{
		nodeId: '58',
		nodeName: 'Int',
		fieldName: 'value',
		fieldValue: '8',
		fieldData: '["INT", {"default": 0}]',
		fieldType: 'INT',
		description: '时长',
		descriptionCn: null,
		descriptionEn: 'Duration',
		rule: { type: 'INT', default: 0, min: -999_999, max: 999_999 },
	},
	{
		nodeId: '185',
		nodeName: 'ImpactSwitch',
		fieldName: 'select',
		fieldValue: '2',
		fieldData:
			'[{"name":"input2","index":2.0,"description":"由语言模型扩写","fastIndex":2.0,"descriptionEn":"Expanded by a language model"},{"name":"input1","index":1.0,"description":"原文","fastIndex":1.0,"descriptionEn":"As written"}]',
		fieldType: 'SWITCH',
		description: '提示词选择',
		descriptionCn: null,
		descriptionEn: 'Prompt selection',
		rule: { type: 'SWITCH', options: [1, 2] },
	},
	{
		nodeId: '162',
		nodeName: 'CR Text',
		fieldName: 'text',
		fieldValue: '',
		fieldData: '["STRING", {"default": "", "multiline": true}]',
		fieldType: 'STRING',
		description: '提示词',
		descriptionCn: null,
		descriptionEn: 'Prompt',
		rule: TEXT,
	},
	{
		nodeId: '116',
		nodeName: 'easy int',
		fieldName: 'value',
		fieldValue: '1920',
		fieldData: '["INT", {"max": 999999, "min": -999999, "default": 0}]',
		fieldType: 'INT',
		description: '长边尺寸',
		descriptionCn: null,
		descriptionEn: 'Long edge size',
		rule: { type: 'INT', default: 0, min: -999_999, max: 999_999 },
	},
];

/** An author's own values may lie outside of what the inputs say of themselves. */
const CHANGED: readonly AppField[] = [
	{
		...PROMPT,
		nodeId: '1',
		fieldName: 'steps',
		fieldValue: '60',
		fieldType: 'INT',
		fieldData: '["INT", {"default": 20, "min": 1, "max": 50}]',
		descriptionEn: 'Steps',
		rule: { type: 'INT', default: 20, min: 1, max: 100 },
	},
	{
		...PROMPT,
		nodeId: '2',
		fieldName: 'size',
		fieldValue: '8K',
		fieldType: 'LIST',
		fieldData: '["2K", "4K"]',
		descriptionEn: 'Size',
		rule: { type: 'COMBO', options: ['2K', '4K', '8K'] },
	},
];

const PICTURE: readonly GraphOutput[] = [{ nodeId: '9', kind: 'image', count: 1 }];

function listedApps(): StoredApp[] {
	return Array.from({ length: LISTED_APPS }, (_unused, index) => ({
		id: String(FIRST_LISTED_ID + BigInt(index)),
		name: `Sample app ${index + 1}`,
		description: `Makes a picture of what you write, in its own way (${index + 1}).`,
		useCount: ((index * 37) % 101) * 10,
		fields: [PROMPT],
		outputs: PICTURE,
	}));
}

/** The public list, as RunningHub recommends it. */
export const LISTED: readonly StoredApp[] = listedApps();

const NAMED: readonly StoredApp[] = [
	{
		id: APP_IDS.documented,
		name: 'Flux Kontext: edit a picture',
		description: 'The app of the documentation.',
		useCount: 34_545,
		fields: DOCUMENTED,
		outputs: PICTURE,
	},
	{
		id: APP_IDS.allKinds,
		name: 'Every kind of input',
		description: 'Has one input of each kind.',
		useCount: 7,
		fields: ALL_KINDS,
		outputs: [
			{ nodeId: '9', kind: 'image', count: 1 },
			{ nodeId: '90', kind: 'video', count: 1 },
		],
	},
	{
		id: APP_IDS.protected,
		name: 'Behind a password',
		description: 'Needs a password.',
		useCount: 3,
		password: APP_PASSWORD,
		fields: [PROMPT],
		outputs: PICTURE,
	},
	{
		id: APP_IDS.noInputs,
		name: 'Nothing to fill in',
		description: 'Shows no inputs.',
		useCount: 1,
		fields: [],
		outputs: PICTURE,
	},
	{
		id: APP_IDS.withNone,
		name: '图生视频',
		description: 'Makes a film of a picture, or without one.',
		useCount: 5,
		fields: WITH_NONE,
		outputs: [{ nodeId: '9', kind: 'video', count: 1 }],
	},
	{
		id: APP_IDS.changed,
		name: 'Changed since',
		description: 'Its values are newer than its choices.',
		useCount: 4,
		fields: CHANGED,
		outputs: PICTURE,
	},
	{
		id: APP_IDS.rareTypes,
		name: 'Rare types',
		description: 'Inputs of types that are seldom seen.',
		useCount: 2,
		fields: RARE_TYPES,
		outputs: PICTURE,
	},
];

/** The apps of the simulated site, the same on both sites. */
export const STORED_APPS: ReadonlyMap<string, StoredApp> = new Map(
	[...NAMED, ...LISTED].map((app) => [app.id, app]),
);
