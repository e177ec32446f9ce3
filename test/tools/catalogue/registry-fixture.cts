const model = (facts: object, params: readonly object[]) => ({
	class_name: 'AnyClass',
	display_name: 'RH any name',
	...facts,
	params: params.map((param) => ({ label: 'label', description: 'description', ...param })),
});

const options = (...values: readonly string[]) =>
	values.map((value) => ({ value, description: value, descriptionEn: value }));

/** A model the project has, with newer facts, as the official file writes them. */
export const KNOWN = model(
	{
		name_cn: '图生图-已下架',
		name_en: 'another name',
		endpoint: 'family/known',
		output_type: 'string',
		category: 'RunningHub/Family Group',
	},
	[
		{
			fieldKey: 'prompt',
			type: 'STRING',
			required: true,
			defaultValue: 'A sample prompt nobody asked for',
			maxLength: 800,
		},
		{
			fieldKey: '41##select',
			type: 'LIST',
			required: true,
			defaultValue: 'empty',
			options: [...options('empty', '1:1', '9:16', '9:16'), { value: '21:9', description: '宽' }],
		},
		{ fieldKey: 'imageUrl', type: 'STRING', required: true },
		{
			fieldKey: 'imageUrls',
			type: 'IMAGE',
			required: false,
			multipleInputs: true,
			maxInputNum: 4,
			accept: '["JPG","PNG"]',
			maxSize: 30,
		},
		{ fieldKey: 'voice_id', type: 'STRING', required: true, defaultValue: 'New_Voice' },
		{
			fieldKey: 'slots',
			type: 'LIST',
			required: false,
			options: options('all'),
			tail_insert: true,
		},
		{
			fieldKey: 'seedValue',
			type: 'INT',
			required: false,
			min: -1,
			max: 9,
			step: 1,
			defaultValue: -1,
		},
	],
);

/** A model nobody has placed. */
export const NEW_VIDEO = model(
	{
		name_cn: '新图生视频',
		name_en: 'brand-new/image-to-video',
		endpoint: 'brand-new/image-to-video',
		output_type: 'video',
		category: 'RunningHub/Family Group',
	},
	[
		{ fieldKey: 'prompt', type: 'STRING', required: true, defaultValue: 'sample', maxLength: 2000 },
		{
			fieldKey: 'firstImageUrl',
			type: 'IMAGE',
			required: true,
			multipleInputs: false,
			maxInputNum: 1,
			accept: '["JPG","PNG"]',
			maxSize: 10,
			defaultValue: 'https://files.example/sample.png',
		},
		{ fieldKey: 'imageUrls', type: 'IMAGE', required: false, multipleInputs: true, maxInputNum: 1 },
		{
			fieldKey: 'mode',
			type: 'LIST',
			required: false,
			defaultValue: 'slow',
			options: [
				{ value: 'slow', description: '慢（最好）', descriptionEn: 'Slow (best)' },
				{ value: 'fast', description: '快', descriptionEn: '快' },
			],
		},
		{
			fieldKey: 'guidance',
			type: 'FLOAT',
			required: false,
			min: 0,
			max: 1,
			step: 0.05,
			defaultValue: 0.5,
		},
		{ fieldKey: 'sound_on', type: 'BOOLEAN', required: true, defaultValue: false },
	],
);

/** A model that is new to the file at hand but was placed by hand in the project. */
export const PLACED = model(
	{
		name_cn: 'kling-elements',
		name_en: 'kling-elements',
		endpoint: 'kling-elements',
		output_type: 'video',
		category: 'RunningHub/Kling',
	},
	[{ fieldKey: 'description', type: 'STRING', required: true }],
);

/** The project's models before the refresh. */
export const MODELS_BEFORE = {
	models: [
		{
			endpoint: 'family/known',
			name: 'known/menu-name',
			nameZh: '图生图',
			provider: 'Family',
			resource: 'image',
			operation: 'edit',
			output: 'image',
			fields: [
				{
					id: 'prompt',
					label: 'Prompt',
					type: 'string',
					required: true,
					role: 'prompt',
					minLength: 5,
					maxLength: 500,
				},
				{
					id: '41##select',
					label: 'Aspect Ratio',
					type: 'options',
					default: '4:3',
					options: [
						['9:16', 'Upright', '4'],
						['4:3', '4:3', '3'],
					],
				},
				{ id: 'imageUrl', label: 'Image', type: 'image', required: true, accept: ['png'] },
				{ id: 'imageUrls', label: 'Images', type: 'image', multiple: true, maxItems: 3 },
				{ id: 'voice_id', label: 'Voice ID', type: 'string', default: 'Old_Voice', required: true },
				{ id: 'slots', label: 'Slots', type: 'options', multiple: true, options: ['all'] },
				{ id: 'elementList', label: 'Elements', type: 'json', multiple: true },
			],
		},
		{
			endpoint: 'family/gone',
			name: 'gone',
			provider: 'Family',
			resource: 'image',
			operation: 'edit',
			output: 'image',
			fields: [],
		},
	],
};
