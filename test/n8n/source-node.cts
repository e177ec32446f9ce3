import type { IBinaryData, IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

/** Hands on its input, with the files put into n8n's store as a node that makes files does. */
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
		const files = new Map<IBinaryData, Promise<IBinaryData>>();
		const place = async (file: IBinaryData) => {
			const placed = files.get(file) ?? store(this, file);
			files.set(file, placed);
			return { ...(await placed) };
		};
		const items = this.getInputData().map(async (item) => {
			if (item.binary === undefined) return item;
			const stored = Object.entries(item.binary).map(async ([name, file]) => [
				name,
				file.id === undefined ? await place(file) : file,
			]);
			return { ...item, binary: Object.fromEntries(await Promise.all(stored)) };
		});
		return [await Promise.all(items)];
	}
}

async function store(
	{ helpers }: IExecuteFunctions,
	{ data, mimeType, fileName, ...rest }: IBinaryData,
): Promise<IBinaryData> {
	const content = Buffer.from(data, 'base64');
	return { ...rest, ...(await helpers.prepareBinaryData(content, fileName, mimeType)) };
}
