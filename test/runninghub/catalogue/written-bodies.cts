import type { BinaryField, MediaReference } from '../../../runninghub/forms/media-reference';

/** A form as a person fills it in, and the request body it must make, written by hand. */
export interface WrittenBody {
	readonly endpoint: string;
	readonly about: string;
	readonly values: Readonly<Record<string, unknown>>;
	readonly binaryFields?: readonly BinaryField[];
	readonly body: Readonly<Record<string, unknown>>;
	/** The body with shown option values, where it differs. */
	readonly shownBody?: Readonly<Record<string, unknown>>;
}

const CAT = 'https://files.example/cat.png';
const DOG = 'https://files.example/dog.jpg';
const CLIP = 'https://files.example/clip.mp4';
const VOICE = 'https://files.example/voice.mp3';

/** Where the tests' uploads end up. */
export function uploadedAddress(reference: MediaReference): string {
	switch (reference.from) {
		case 'url':
			return reference.url;
		case 'uploaded':
			return reference.fileName;
		case 'binaryField':
			return `https://uploads.example/${reference.name}`;
		case 'binaryObject':
			return `https://uploads.example/${reference.binary.fileName}`;
		case 'dataUri':
			return 'https://uploads.example/data-uri';
	}
}

/** From RunningHub's own pages where they show a body, else from its tables of parameters. */
export const WRITTEN_BODIES: readonly WrittenBody[] = [
	{
		endpoint: 'vidu/reference-to-video-q2-pro',
		about: 'the one body the menu comes with: text, lists of images and videos, options',
		values: {
			prompt: 'Let the character in @Picture1 recreate the scene from @Video1.',
			imageUrls: 'https://files.example/a.jpg',
			videos: ['https://files.example/b.MOV'],
			aspectRatio: '16:9',
			resolution: '720p',
			duration: 5,
			movementAmplitude: 'Auto',
		},
		body: {
			prompt: 'Let the character in @Picture1 recreate the scene from @Video1.',
			imageUrls: ['https://files.example/a.jpg'],
			videos: ['https://files.example/b.MOV'],
			aspectRatio: '16:9',
			resolution: '720p',
			duration: '5',
			movementAmplitude: 'auto',
		},
	},
	{
		endpoint: 'rhart-video/sparkvideo-2.0/multimodal-video',
		about: 'the sample of the model page: booleans, a multi-select, empty lists left out',
		values: {
			prompt: 'A cat surfs',
			resolution: '720p',
			duration: '5',
			imageUrls: CAT,
			videoUrls: [],
			audioUrls: '',
			generateAudio: 'true',
			ratio: 'adaptive',
			realPersonMode: true,
			conversionSlots: 'all',
			returnLastFrame: 'false',
		},
		body: {
			prompt: 'A cat surfs',
			resolution: '720p',
			duration: '5',
			imageUrls: [CAT],
			generateAudio: true,
			ratio: 'adaptive',
			realPersonMode: true,
			conversionSlots: ['all'],
			returnLastFrame: false,
		},
	},
	{
		endpoint: 'rhart-video/sparkvideo-2.0/multimodal-video',
		about: 'all three kinds of media, an asset, several slots, a seed',
		values: {
			prompt: 'A cat surfs',
			resolution: '2K',
			duration: -1,
			imageUrls: `asset://77, ${CAT}`,
			videoUrls: CLIP,
			audioUrls: [VOICE],
			conversionSlots: 'image1\nvideo1',
			seed: '-1',
		},
		body: {
			prompt: 'A cat surfs',
			resolution: '2k',
			duration: '-1',
			imageUrls: ['asset://77', CAT],
			videoUrls: [CLIP],
			audioUrls: [VOICE],
			conversionSlots: ['image1', 'video1'],
			seed: -1,
		},
	},
	{
		endpoint: 'rhart-image-n-pro/text-to-image',
		about: 'required fields only',
		values: { prompt: 'A red kite', resolution: '1k', aspectRatio: null },
		body: { prompt: 'A red kite', resolution: '1k' },
	},
	{
		endpoint: 'rhart-image-n-pro/edit',
		about: 'binary fields by pattern, in natural order',
		values: { prompt: 'Put them side by side', imageUrls: 'data*', resolution: '4k' },
		binaryFields: [
			{ name: 'data_10', mimeType: 'image/png' },
			{ name: 'data_2', mimeType: 'image/jpeg' },
			{ name: 'data', fileName: 'one.JPG' },
			{ name: 'mask', mimeType: 'video/mp4' },
		],
		body: {
			imageUrls: [
				'https://uploads.example/data',
				'https://uploads.example/data_2',
				'https://uploads.example/data_10',
			],
			prompt: 'Put them side by side',
			resolution: '4k',
		},
	},
	{
		endpoint: 'rhart-image/f-2-dev/text-to-image-lora',
		about: 'node keys: options by node value, a LoRA file name and its strength',
		values: {
			'12##text': 'A red kite',
			'42##select': 'Custom',
			'43##value': '1024',
			'30##value': 768,
			'16##lora_name': 'kites.safetensors',
			'16##strength_model': '-0.75',
			'44##file_type': 'png',
		},
		body: {
			'12##text': 'A red kite',
			'42##select': '8',
			'43##value': 1024,
			'30##value': 768,
			'16##lora_name': 'kites.safetensors',
			'16##strength_model': -0.75,
			'44##file_type': 'PNG',
		},
		shownBody: {
			'12##text': 'A red kite',
			'42##select': 'custom',
			'43##value': 1024,
			'30##value': 768,
			'16##lora_name': 'kites.safetensors',
			'16##strength_model': -0.75,
			'44##file_type': 'png',
		},
	},
	{
		endpoint: 'rhart-image/qwen-image/edit-2511',
		about: 'node keys: images, an index and a file type in capitals',
		values: {
			'57##image': 'cat',
			'58##image': DOG,
			'53##text': 'Let them meet',
			'28##select': '9:16',
			'52##file_type': 'webp(lossy)',
		},
		binaryFields: [{ name: 'cat', mimeType: 'image/png', bytes: 9_000_000 }],
		body: {
			'57##image': 'https://uploads.example/cat',
			'58##image': DOG,
			'53##text': 'Let them meet',
			'28##select': '4',
			'52##file_type': 'WEBP (lossy)',
		},
		shownBody: {
			'57##image': 'https://uploads.example/cat',
			'58##image': DOG,
			'53##text': 'Let them meet',
			'28##select': '9:16',
			'52##file_type': 'webp(lossy)',
		},
	},
	{
		endpoint: 'rhart-video/ltx-2.3/image-to-video',
		about: 'node keys of a video model',
		values: {
			'98##image': CAT,
			'200##prompt': 'It jumps',
			'245##select': '720p',
			'240##select': '9:16',
			'222##value': '8',
		},
		body: {
			'98##image': CAT,
			'200##prompt': 'It jumps',
			'245##select': '2',
			'240##select': '1',
			'222##value': 8,
		},
		shownBody: {
			'98##image': CAT,
			'200##prompt': 'It jumps',
			'245##select': '720p',
			'240##select': '9:16',
			'222##value': 8,
		},
	},
	{
		endpoint: 'rhart-video/wan-2.2/text-to-video',
		about: 'node keys: a positive and a negative prompt',
		values: {
			'133##select': '1280×720',
			'130##select': 8,
			'14##positive_prompt': 'A red kite',
			'14##negative_prompt': 'blur',
		},
		body: {
			'133##select': '3',
			'130##select': '2',
			'14##positive_prompt': 'A red kite',
			'14##negative_prompt': 'blur',
		},
		shownBody: {
			'133##select': '1280×720',
			'130##select': '8',
			'14##positive_prompt': 'A red kite',
			'14##negative_prompt': 'blur',
		},
	},
	{
		endpoint: 'rhart-video/wan2.2/character-motion-transfer',
		about: 'node keys: an image and a video',
		values: { '299##image': CAT, '275##video': CLIP },
		body: { '299##image': CAT, '275##video': CLIP },
	},
	{
		endpoint: 'rhart-audio/source-separation',
		about: 'node keys: a single file',
		values: { '3##file': CLIP },
		body: { '3##file': CLIP },
	},
	{
		endpoint: 'bytedance/jimeng-4.6/text-to-image',
		about: 'whole and decimal numbers, whether written as text or not',
		values: {
			prompt: 'A red kite',
			width: '1024',
			height: 1024,
			forceSingle: 'true',
			minRatio: '0.5',
			maxRatio: 2,
		},
		body: {
			prompt: 'A red kite',
			width: 1024,
			height: 1024,
			forceSingle: true,
			minRatio: 0.5,
			maxRatio: 2,
		},
	},
	{
		endpoint: 'rhart-audio/text-to-audio/speech-02-hd',
		about: 'a list of texts, one per line, and keys in snake case',
		values: {
			text: 'Good morning',
			pronunciation_dict: 'ASAP/As soon as possible\n\nETA/Estimated time of arrival\n',
			voice_id: 'Wise_Woman',
			speed: 1.25,
			pitch: '-3',
			enable_base64_output: false,
			english_normalization: 'false',
		},
		body: {
			text: 'Good morning',
			pronunciation_dict: ['ASAP/As soon as possible', 'ETA/Estimated time of arrival'],
			voice_id: 'Wise_Woman',
			speed: 1.25,
			pitch: -3,
			enable_base64_output: false,
			english_normalization: false,
		},
	},
	{
		endpoint: 'kling-v3.0-pro/image-to-video',
		about: 'JSON lists, as text and as values',
		values: {
			prompt: 'Two shots',
			firstImageUrl: CAT,
			duration: 10,
			cfgScale: '0.5',
			sound: true,
			multiPrompt:
				'[{"index":1,"prompt":"near","duration":"5"},{"index":2,"prompt":"far","duration":"5"}]',
			elementList: [{ element_id: '1910000000000000001' }],
			multiShot: 'true',
			shotType: 'Customize',
		},
		body: {
			prompt: 'Two shots',
			firstImageUrl: CAT,
			duration: '10',
			cfgScale: 0.5,
			sound: true,
			multiPrompt: [
				{ index: 1, prompt: 'near', duration: '5' },
				{ index: 2, prompt: 'far', duration: '5' },
			],
			elementList: [{ element_id: '1910000000000000001' }],
			multiShot: true,
			shotType: 'customize',
		},
	},
	{
		endpoint: 'skyreels-v4/omni-reference-std',
		about: 'a JSON object and a JSON list',
		values: {
			prompt: '@ref walks',
			sound: false,
			refImages: [{ type: 'image', tag: 'ref', url: CAT }],
			refVideos: '{"type":"reference","url":"https://files.example/clip.mp4"}',
			resolution: '720p',
		},
		body: {
			prompt: '@ref walks',
			sound: false,
			refImages: [{ type: 'image', tag: 'ref', url: CAT }],
			refVideos: { type: 'reference', url: CLIP },
			resolution: '720p',
		},
	},
	{
		endpoint: 'volc-subtitle-erase-pro/video',
		about: 'a JSON list of regions',
		values: {
			videoUrl: CLIP,
			eraseType: 'text',
			eraseRatioLocation: '[{"topLeftX":0,"topLeftY":0.8,"bottomRightX":1,"bottomRightY":0.95}]',
		},
		body: {
			videoUrl: CLIP,
			eraseType: 'text',
			eraseRatioLocation: [{ topLeftX: 0, topLeftY: 0.8, bottomRightX: 1, bottomRightY: 0.95 }],
		},
	},
	{
		endpoint: 'kling-elements-advanced',
		about: 'several choices of one option field',
		values: {
			elementName: 'Kite',
			elementDescription: 'A red kite with a tail',
			referenceType: 'image_refer',
			elementImageList: { frontal_image: CAT },
			tagList: '["o_102","o_108"]',
		},
		body: {
			elementName: 'Kite',
			elementDescription: 'A red kite with a tail',
			referenceType: 'image_refer',
			elementImageList: { frontal_image: CAT },
			tagList: ['o_102', 'o_108'],
		},
	},
	{
		endpoint: 'alibaba/qwen-image-3.0-pro/text-to-image',
		about: 'an option that is sent as a whole number',
		values: { prompt: 'A red kite', imageNum: '3', seed: 7 },
		body: { prompt: 'A red kite', imageNum: 3, seed: 7 },
	},
	{
		endpoint: 'alibaba/qwen-image-3.0-pro/image-edit',
		about: 'the same with images',
		values: { prompt: 'Make it blue', imageUrls: [CAT, DOG], imageNum: 2 },
		body: { prompt: 'Make it blue', imageUrls: [CAT, DOG], imageNum: 2 },
	},
	{
		endpoint: 'kling-v2.6-pro/motion-control',
		about: 'yes and no as options',
		values: {
			imageUrl: CAT,
			videoUrl: CLIP,
			characterOrientation: 'image',
			keepOriginalSound: 'no',
		},
		body: {
			imageUrl: CAT,
			videoUrl: CLIP,
			characterOrientation: 'image',
			keepOriginalSound: 'no',
		},
	},
	{
		endpoint: 'pixverse-v5.5/image-to-video',
		about: 'true and false as options stay text',
		values: {
			prompt: 'It jumps',
			imageUrl: CAT,
			resolution: '540p',
			duration: 8,
			generateAudioSwitch: true,
			generateMultiClipSwitch: 'false',
		},
		body: {
			prompt: 'It jumps',
			imageUrl: CAT,
			resolution: '540p',
			duration: '8',
			generateAudioSwitch: 'true',
			generateMultiClipSwitch: 'false',
		},
	},
	{
		endpoint: 'kling-lip-sync/lip-sync-video',
		about: 'a data URI, times as whole numbers, long ids as text',
		values: {
			sessionId: 834567890123456,
			faceId: '0',
			audioUrl: 'data:audio/mpeg;base64,SUQzBAAAAAAA',
			soundStartTime: 0,
			soundEndTime: '4000',
			soundInsertTime: 1000,
			soundVolume: 1.5,
		},
		body: {
			sessionId: '834567890123456',
			faceId: '0',
			audioUrl: 'https://uploads.example/data-uri',
			soundStartTime: 0,
			soundEndTime: 4000,
			soundInsertTime: 1000,
			soundVolume: 1.5,
		},
	},
	{
		endpoint: 'hitem3d-v2/multi-image-to-3d',
		about: 'a binary object by expression, options by label',
		values: {
			requestType: 'Geometry + texture',
			frontImageUrl: {
				mimeType: 'image/webp',
				fileName: 'front.webp',
				data: 'filesystem-v2',
				id: 'filesystem-v2:workflows/1/front',
			},
			backImageUrl: 'https://files.example/back,side.png?size=10,10',
			resolution: '1536pro',
			face: 1_500_000,
		},
		body: {
			requestType: 'both',
			frontImageUrl: 'https://uploads.example/front.webp',
			backImageUrl: 'https://files.example/back,side.png?size=10,10',
			resolution: '1536pro',
			face: 1_500_000,
		},
	},
	{
		endpoint: 'rhart-text-g-25-pro/video-to-text',
		about: 'a text model; several lines of text stay as they are',
		values: { prompt: 'Describe it.\nBriefly, please.', videoUrl: CLIP },
		body: { prompt: 'Describe it.\nBriefly, please.', videoUrl: CLIP },
	},
	{
		endpoint: 'mureka-ai/mureka-v9/generate-song',
		about: 'keys of another model in the form are not sent',
		values: {
			lyrics: '[Verse]\nA red kite',
			prompt: 'folk',
			n: '1',
			stream: false,
			resolution: '720p',
		},
		body: { lyrics: '[Verse]\nA red kite', prompt: 'folk', n: 1, stream: false },
	},
];
