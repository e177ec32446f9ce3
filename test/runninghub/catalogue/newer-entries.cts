import type { JsonObject } from '../../../runninghub/json';

/** A model as RunningHub's registry writes one, that nobody has packaged. */
export const BRAND_NEW: JsonObject = {
	endpoint: 'brand-new/text-to-image',
	name_en: 'brand-new-1/text-to-image',
	name_cn: '全新-文生图',
	display_name: 'RH brand new',
	class_name: 'BrandNew',
	category: 'RunningHub/Models',
	output_type: 'image',
	params: [
		{
			fieldKey: 'prompt',
			type: 'STRING',
			required: true,
			defaultValue: 'a sample',
			maxLength: 800,
		},
		{
			fieldKey: 'aspectRatio',
			type: 'LIST',
			required: true,
			defaultValue: '1:1',
			options: [
				{ value: '1:1', description: '1:1' },
				{ value: '21:9', description: '21:9' },
			],
		},
		{ fieldKey: 'seed', type: 'INT', required: false, min: 0, max: 9 },
	],
};

/** A model that is packaged, with an option, a bound and an input that the package lacks. */
export const GROWN: JsonObject = {
	endpoint: 'rhart-image-n-pro/text-to-image',
	name_en: 'a name of the registry',
	name_cn: 'a name of the registry',
	category: 'RunningHub/Models',
	output_type: 'image',
	params: [
		{ fieldKey: 'prompt', type: 'STRING', required: true, maxLength: 90_000 },
		{
			fieldKey: 'resolution',
			type: 'LIST',
			required: true,
			defaultValue: '1k',
			options: ['1k', '2k', '8k'].map((value) => ({ value, description: value })),
		},
		{
			fieldKey: 'aspectRatio',
			type: 'LIST',
			required: false,
			options: ['1:1', '9:16', '16:9'].map((value) => ({ value, description: value })),
		},
		{ fieldKey: 'seedNumber', type: 'INT', required: false, min: 0, max: 99 },
	],
};
