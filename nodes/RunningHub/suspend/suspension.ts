import type { IWebhookFunctions } from 'n8n-workflow';
import { asNumber, asObject, asText, tryParseJson } from '../../../runninghub/json';
import type { ExecuteContext } from '../runtime/n8n-context';
import type { PendingTask } from './pending-item';
import type { ResumeAddress } from './resume-address';

/** Where the node's context keeps it. */
const SUSPENSION = 'runningHubSuspension';

/** A task or lost submission, and which of the kept items stands for it. */
export interface KeptTask extends PendingTask {
	/** Place among the kept items. */
	readonly row: number;
}

/** What a suspended execution waits for. Saved with it, in the node's context and in no item. */
export interface Suspension extends ResumeAddress {
	/** Milliseconds since the epoch at which n8n hands the kept items on. */
	readonly deadline: number;
	/** Tasks of items that are answers already. */
	readonly answered: readonly string[];
	readonly tasks: readonly KeptTask[];
}

/** Saves what the execution waits for; it is read by `savedSuspension` when RunningHub calls back. */
export function saveSuspension(ctx: ExecuteContext, suspension: Suspension): void {
	const { tasks, answered, ...rest } = suspension;
	ctx.getContext('node')[SUSPENSION] = {
		...rest,
		answered: [...answered],
		tasks: tasks.map((task) => ({ ...task, subject: { ...task.subject } })),
	};
}

/**
 * What the execution that is called back waits for. A webhook cannot ask for its node's context, but
 * an expression can read it.
 *
 * @returns `undefined` when nothing is saved.
 */
export async function savedSuspension(ctx: IWebhookFunctions): Promise<Suspension | undefined> {
	const name = quoted(ctx.getNode().name);
	const value: unknown = await Promise.resolve(
		ctx.evaluateExpression(`{{ JSON.stringify($node[${name}].context.${SUSPENSION}) }}`, 0),
	);
	const saved = asObject(tryParseJson(asText(value)));
	const { tasks, answered } = saved;
	if (!Array.isArray(tasks)) return undefined;
	return {
		address: asText(saved.address),
		secret: asText(saved.secret),
		deadline: asNumber(saved.deadline) ?? 0,
		answered: Array.isArray(answered) ? answered.map(asText) : [],
		tasks: tasks.map(readTask),
	};
}

function readTask(value: unknown): KeptTask {
	const task = asObject(value);
	const taskId = asText(task.taskId);
	const subject = asObject(task.subject);
	const part = (key: 'model' | 'workflowId' | 'appId') =>
		typeof subject[key] === 'string' ? { [key]: subject[key] } : {};
	return {
		...(taskId !== '' && { taskId }),
		row: asNumber(task.row) ?? 0,
		index: asNumber(task.index) ?? 0,
		submittedAt: asNumber(task.submittedAt) ?? 0,
		subject: { ...part('model'), ...part('workflowId'), ...part('appId') },
		output: task.output === 'perTask' ? 'perTask' : 'perFile',
		simplify: task.simplify !== false,
		download: task.download !== false,
		fileNamePrefix: asText(task.fileNamePrefix),
		binaryField: asText(task.binaryField) || 'data',
	};
}

/** A node's name as text in an expression, whose end no character of it can be taken for. */
function quoted(name: string): string {
	const codes = [...name].flatMap((letter) => letter.split(''));
	return `"${codes.map((code) => `\\u${code.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
}
