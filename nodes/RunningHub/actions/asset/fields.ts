import type { INodeProperties } from 'n8n-workflow';

/** The file to make an asset of. */
export const assetFileField: INodeProperties = {
	displayName: 'File',
	name: 'assetFile',
	type: 'string',
	default: 'data',
	required: true,
	description: 'The name of a binary field of the input, or a URL: an image, a video or audio',
};

/** The asset's name. */
export const assetNameField: INodeProperties = {
	displayName: 'Name',
	name: 'assetName',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. Anna, front view',
	description: 'The name to find the asset by',
};

/** What kind of media it is. */
export const assetTypeField: INodeProperties = {
	displayName: 'Type',
	name: 'assetType',
	type: 'options',
	default: 'Image',
	options: [
		{ name: 'Audio', value: 'Audio', description: '2 to 15 seconds, up to 15 MB' },
		{ name: 'Image', value: 'Image', description: 'Sides of 300 to 6,000 pixels, up to 10 MB' },
		{ name: 'Video', value: 'Video', description: '2 to 15 seconds, up to 50 MB' },
	],
};

/** The group it belongs to. */
export const assetGroupField: INodeProperties = {
	displayName: 'Group',
	name: 'assetGroup',
	type: 'string',
	default: 'n8n',
	required: true,
	description:
		'The name of the group to put the asset into. It is made when there is none of this name.',
};

/** The group of the assets to get. */
export const groupFilter: INodeProperties = {
	displayName: 'Group',
	name: 'group',
	type: 'string',
	default: '',
	description: 'The name of the group',
};

/** The name of the assets to get. */
export const nameFilter: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	description: 'Part of the name',
};

/** The state of the assets to get. */
export const statusFilter: INodeProperties = {
	displayName: 'Status',
	name: 'status',
	type: 'string',
	default: 'ACTIVE',
	description: 'As RunningHub writes it: ACTIVE for assets that can be used. Empty for all.',
};

/** Which assets to get. */
export const assetFiltersField: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	options: [groupFilter, nameFilter, statusFilter],
};

/** The asset to delete. */
export const assetIdField: INodeProperties = {
	displayName: 'Asset ID',
	name: 'assetId',
	type: 'string',
	default: '',
	required: true,
	description: 'The ID of the asset; <code>asset://…</code> works as well',
};
