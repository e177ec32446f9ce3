import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One parameter as the captured files have it. */
export interface RawParam {
	key: string;
	label: string;
	type: string;
	required: boolean;
	multiple: boolean;
	max_items?: number;
	options?: { value: string; label: string; node_value?: string }[];
	default?: string | number | boolean;
	min?: number;
	max?: number;
	step?: number;
	min_length?: number;
	max_length?: number;
	accept?: string[];
	max_size_mb?: number;
	value_type?: string;
}

/** One model as the captured files have it. */
export interface RawModel {
	endpoint: string;
	name: string;
	name_zh: string;
	provider: string;
	output: string;
	deprecated: boolean;
	params: RawParam[];
}

function readFile(name: string): RawModel[] {
	const file = join(__dirname, '../../simulator/catalogue', name);
	const { models }: { models: RawModel[] } = JSON.parse(readFileSync(file, 'utf8'));
	return models;
}

/** All models of the captured files, which the project's own data was made from. */
export const RAW_MODELS: readonly RawModel[] = [
	...readFile('models.json'),
	...readFile('models-newer.json'),
];
