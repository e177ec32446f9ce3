import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

/** Sends one item round once more, as a loop over items does, then ends. */
export class Twice implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Again',
		name: 'twice',
		group: ['transform'],
		version: 1,
		description: 'Sends one item round once more',
		defaults: { name: 'Again' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const context = this.getContext('node');
		if (context.done === true) return [[]];
		context.done = true;
		return [[{ json: {} }]];
	}
}
