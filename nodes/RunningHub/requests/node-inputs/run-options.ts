import type { GraphRunSettings } from '../../../../runninghub/api/node-inputs';
import { asNumber, asObject, asText } from '../../../../runninghub/json';
import type { ExecuteContext } from '../../runtime/n8n-context';
import { invalidInput } from '../../parameters/invalid-input';
import { type ListedInput, readNodeInfoList } from './node-info-list';

/** The options that only runs of workflows and AI apps have. */
export interface RunOptions {
	readonly settings: Omit<GraphRunSettings, 'webhookUrl'>;
	/** Only workflows know it. */
	readonly addMetadata: boolean | undefined;
	readonly list: readonly ListedInput[];
}

/**
 * Reads the options of a workflow or AI app run.
 * @throws RunningHubError of kind `invalid` that names the option, its value and what is allowed.
 */
export function readRunOptions(ctx: ExecuteContext, itemIndex: number): RunOptions {
	const options = asObject(ctx.getNodeParameter('options', itemIndex, {}));
	const instanceType = asText(options.instanceType).trim();
	const accessPassword = asText(options.accessPassword);
	const retainSeconds = readRetainSeconds(options.retainSeconds);
	const { addMetadata, usePersonalQueue } = options;
	return {
		settings: {
			...(instanceType !== '' && { instanceType }),
			...(accessPassword !== '' && { accessPassword }),
			...(retainSeconds !== undefined && { retainSeconds }),
			...(typeof usePersonalQueue === 'boolean' && { usePersonalQueue }),
		},
		addMetadata: typeof addMetadata === 'boolean' ? addMetadata : undefined,
		list: readNodeInfoList(options.nodeInfoList, 'Node Info List'),
	};
}

function readRetainSeconds(value: unknown): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const seconds = asNumber(value);
	if (seconds !== null && Number.isInteger(seconds) && seconds >= 10 && seconds <= 180)
		return seconds;
	throw invalidInput(
		`Retain Seconds: ${JSON.stringify(value)} is not allowed. Allowed: a whole number from 10 to 180.`,
		'Correct the value in the node. Nothing was submitted.',
	);
}
