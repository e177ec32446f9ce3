import type { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { asObject, asText } from '../../../runninghub/json';
import { isAgentTool } from '../runtime/agent-tool';
import type { ExecuteContext } from '../runtime/n8n-context';
import { LONGEST_TIMEOUT } from '../fields/options';
import { WAIT_MODES, type WaitMode } from '../fields/wait-mode';
import type { TaskOperation } from '../operation';
import {
	choice,
	notAllowed,
	numberOption,
	priceOption,
	webAddress,
} from '../parameters/option-values';

/** Milliseconds that an agent waits for a tool before it gets the task ID instead. */
const AGENT_TIMEOUT = 5 * 60_000;

/** How one item wants its task run. */
export interface RunSettings {
	readonly simplify: boolean;
	readonly download: boolean;
	readonly fileNamePrefix: string;
	/** 0 for as many as the key allows. */
	readonly maxConcurrent: number;
	/** In the account's currency. */
	readonly maxPrice: number | undefined;
	/** In the account's currency, for all items together. */
	readonly maxTotalPrice: number | undefined;
	readonly onTimeout: 'error' | 'continue';
	readonly output: 'perFile' | 'perTask';
	readonly binaryField: string;
	/** Milliseconds. */
	readonly timeout: number;
	readonly webhookUrl: string;
}

/** The way all items of an execution are run, or why the operation does not offer what was chosen. */
export function readWaitMode(
	ctx: ExecuteContext,
	{ fields }: TaskOperation,
): WaitMode | RunningHubError {
	const field = fields.find(({ name }) => name === 'waitMode');
	if (field === undefined) return 'wait';
	const offered = (field.options ?? []).flatMap((option) =>
		'value' in option ? [String(option.value)] : [],
	);
	const value = asText(ctx.getNodeParameter('waitMode', 0, 'wait'));
	const mode = WAIT_MODES.find((each) => each === value && offered.includes(each));
	if (mode !== undefined) return mode;
	return notAllowed(field.displayName, value, offered.join(', '));
}

/**
 * Reads the settings of one item.
 *
 * @throws RunningHubError of kind `invalid` that names the option, its value and what is allowed.
 */
export function readRunSettings(ctx: ExecuteContext, itemIndex: number): RunSettings {
	const options = asObject(ctx.getNodeParameter('options', itemIndex, {}));
	const timeoutMinutes = numberOption(options.timeoutMinutes, 'Timeout', 60, LONGEST_TIMEOUT);
	if (timeoutMinutes === 0) {
		throw notAllowed('Timeout', '0', `more than 0 and at most ${LONGEST_TIMEOUT} minutes`);
	}
	const agent = isAgentTool(ctx);
	const timeout = timeoutMinutes * 60_000;
	const binaryField = asText(options.binaryPropertyName).trim();
	return {
		simplify: ctx.getNodeParameter('simplify', itemIndex, true) !== false,
		download: !agent && options.download !== false && options.download !== 'false',
		fileNamePrefix: asText(options.fileNamePrefix),
		maxConcurrent: Math.floor(numberOption(options.maxConcurrent, 'Max Concurrent Tasks', 0)),
		maxPrice: priceOption(options.maxPrice, 'Maximum Price'),
		maxTotalPrice: priceOption(options.maxTotalPrice, 'Maximum Total Price'),
		onTimeout:
			agent || choice(options.onTimeout, 'On Timeout', ['error', 'continue']) === 'continue'
				? 'continue'
				: 'error',
		output:
			choice(options.output, 'Output', ['perFile', 'perTask']) === 'perTask'
				? 'perTask'
				: 'perFile',
		binaryField: binaryField === '' ? 'data' : binaryField,
		timeout: agent ? Math.min(timeout, AGENT_TIMEOUT) : timeout,
		webhookUrl: webAddress(options.webhookUrl, 'Webhook URL'),
	};
}
