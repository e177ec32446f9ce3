import type { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { asText } from '../../../runninghub/json';
import { isAgentTool } from '../runtime/agent-tool';
import type { ExecuteContext } from '../runtime/n8n-context';
import { maxPrice, maxTotalPrice, optionsField } from '../fields/model-options';
import {
	binaryPropertyName,
	download,
	fileNamePrefix,
	LONGEST_TIMEOUT,
	maxConcurrent,
	onTimeout,
	output,
	timeoutMinutes,
	webhookUrl,
} from '../fields/run-options';
import { simplifyField } from '../fields/simplify';
import { WAIT_MODES, type WaitMode } from '../fields/wait-mode';
import type { TaskOperation } from '../operation';
import { FieldValues } from '../parameters/field-values';
import { notAllowed } from '../parameters/not-allowed';
import { webAddress } from '../parameters/web-address';

/** Milliseconds that an agent waits for a tool before it gets the task ID instead. */
const AGENT_TIMEOUT = 5 * 60_000;
/** Minutes to wait for a task where nothing else is said. */
const DEFAULT_TIMEOUT = 60;

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
	const values = FieldValues.ofItem(ctx, itemIndex);
	const options = values.within(optionsField);
	const minutes = options.number(timeoutMinutes, 0) ?? DEFAULT_TIMEOUT;
	if (minutes === 0) {
		const { displayName } = timeoutMinutes;
		throw notAllowed(displayName, '0', `more than 0 and at most ${LONGEST_TIMEOUT} minutes`);
	}
	const agent = isAgentTool(ctx);
	const timeout = minutes * 60_000;
	const goesOn = options.choice(onTimeout) === 'continue';
	const wanted = options.flag(download) ?? true;
	return {
		simplify: values.flag(simplifyField) ?? true,
		download: !agent && wanted,
		fileNamePrefix: options.text(fileNamePrefix),
		maxConcurrent: options.number(maxConcurrent) ?? 0,
		maxPrice: options.limit(maxPrice),
		maxTotalPrice: options.limit(maxTotalPrice),
		onTimeout: agent || goesOn ? 'continue' : 'error',
		output: options.choice(output) === 'perTask' ? 'perTask' : 'perFile',
		binaryField: options.text(binaryPropertyName).trim() || 'data',
		timeout: agent ? Math.min(timeout, AGENT_TIMEOUT) : timeout,
		webhookUrl: webAddress(options, webhookUrl),
	};
}
