import { capturedModels } from '../../simulator/catalogue-files.cts';

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
	alias?: string;
}

/** One model as the captured files have it. */
export interface RawModel {
	endpoint: string;
	name: string;
	name_zh: string;
	provider: string;
	output: string;
	deprecated: boolean;
	sku_id?: string | null;
	params: RawParam[];
}

/** All models of the captured files, which the project's own data was made from. */
export const RAW_MODELS: readonly RawModel[] = JSON.parse(capturedModels());
