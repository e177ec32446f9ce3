import type { INode } from 'n8n-workflow';
import type { ExecutionSetup } from '../../test/n8n/execution.cts';
import { MODEL } from '../../test/runninghub/bench.cts';

/** The credential for a simulator. */
export function credentialFor(baseUrl: string, apiKey: string): ExecutionSetup['credential'] {
	return { site: 'custom', baseUrl, apiKey };
}

/** Parameters of a RunningHub node that makes a picture from the prompt of each item. */
export function pictureParameters(changes: INode['parameters'] = {}): INode['parameters'] {
	return {
		resource: 'image',
		operation: 'generateFromText',
		model: { __rl: true, mode: 'list', value: MODEL },
		prompt: '={{ $json.prompt }}',
		parameters: { mappingMode: 'defineBelow', value: { resolution: '1k' } },
		waitMode: 'wait',
		simplify: true,
		options: {},
		...changes,
	};
}
