import type { GraphRunSettings } from '../../../../runninghub/api/node-inputs';
import type { ExecuteContext } from '../../runtime/n8n-context';
import {
	accessPassword,
	addMetadata,
	instanceType,
	nodeInfoList,
	retainSeconds,
	usePersonalQueue,
	workflowOptionsField,
} from '../../fields/graph-options';
import { FieldValues } from '../../parameters/field-values';
import { type ListedInput, readNodeInfoList } from './node-info-list';

/** The options that only runs of workflows and AI apps have. */
export interface GraphOptions {
	readonly settings: Omit<GraphRunSettings, 'webhookUrl'>;
	/** Only workflows know it. */
	readonly addMetadata: boolean | undefined;
	readonly list: readonly ListedInput[];
}

/**
 * Reads the options of a workflow or AI app run.
 * @throws RunningHubError of kind `invalid` that names the option, its value and what is allowed.
 */
export function readGraphOptions(ctx: ExecuteContext, itemIndex: number): GraphOptions {
	const options = FieldValues.ofItem(ctx, itemIndex).within(workflowOptionsField);
	const machine = options.text(instanceType).trim();
	const password = options.text(accessPassword);
	const seconds = options.number(retainSeconds);
	const ownQueue = options.flag(usePersonalQueue);
	return {
		settings: {
			...(machine !== '' && { instanceType: machine }),
			...(password !== '' && { accessPassword: password }),
			...(seconds !== undefined && { retainSeconds: seconds }),
			...(ownQueue !== undefined && { usePersonalQueue: ownQueue }),
		},
		addMetadata: options.flag(addMetadata),
		list: readNodeInfoList(options.json(nodeInfoList), nodeInfoList.displayName),
	};
}
