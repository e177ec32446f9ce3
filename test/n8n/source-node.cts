import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

/** Hands on its input. */
export class Source implements INodeType {
	description: INodeType['description'] = {
		displayName: 'Source',
		name: 'source',
		group: ['input'],
		version: 1,
		description: 'Hands on its input',
		defaults: { name: 'Source' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}
