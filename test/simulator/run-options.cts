import type { Json, JsonObject } from './json.cts';
import type { ApiKey } from './keys.cts';
import { refusal } from './replies.cts';
import type { Refusal } from './replies.cts';
import { isWebAddress } from './request-fields.cts';
import type { Service } from './service.cts';
import { isInt64 } from './tasks.cts';
import type { Generation } from './tasks.cts';

/** What runs of workflows and apps have in common (docs/runninghub-api.md, sections 12.1, 13.1, 13.2). */
export interface RunOptions {
	readonly instanceType: string;
	readonly personalQueue: boolean;
	/** Seconds; 0: not asked for. */
	readonly retainSeconds: number;
	readonly accessPassword?: string;
	readonly webhookUrl?: string;
}

const MOST_RETAIN = 180;
const LEAST_RETAIN = 10;

/** A refusal of a parameter, as the generation words it. */
export function invalidParameter(generation: Generation, why: string): Refusal {
	return generation === 'v1'
		? refusal('301', `PARAMS_INVALID: ${why}`)
		: refusal('1007', `Invalid parameters: ${why}|参数错误`);
}

/** The id of a workflow or an app that is to be run. */
export function checkedId(
	generation: Generation,
	field: 'workflowId' | 'webappId',
	id: string | undefined,
): { readonly id: string } | Refusal {
	if (id === undefined) return invalidParameter(generation, `${field} cannot be empty`);
	return isInt64(id) ? { id } : invalidParameter(generation, `${field} must be a number`);
}

function isBooleanLike(value: Json): boolean {
	return typeof value === 'boolean' || value === 'true' || value === 'false';
}

function problemOf(name: string, value: Json, service: Service, key: ApiKey): string | undefined {
	switch (name) {
		case 'addMetadata':
			return typeof value === 'boolean' ? undefined : 'addMetadata must be true or false';
		case 'usePersonalQueue':
			return isBooleanLike(value) ? undefined : 'usePersonalQueue must be true or false';
		case 'webhookUrl':
			return isWebAddress(value) ? undefined : 'webhookUrl must be a web address';
		case 'accessPassword':
			return typeof value === 'string' ? undefined : 'accessPassword must be text';
		case 'workflow':
			return typeof value === 'string' ? undefined : 'workflow must be JSON text';
		case 'instanceType':
			return typeof value === 'string' && service.settings.instanceTypes.includes(value)
				? undefined
				: `instanceType must be one of ${service.settings.instanceTypes.join(', ')}`;
		case 'retainSeconds':
			if (typeof value !== 'number' || !Number.isInteger(value)) {
				return 'retainSeconds must be a whole number';
			}
			if (value < LEAST_RETAIN || value > MOST_RETAIN) {
				return `retainSeconds must be from ${LEAST_RETAIN} to ${MOST_RETAIN}`;
			}
			return key.kind === 'SHARED' ? undefined : 'retainSeconds is for enterprise shared keys';
		default:
			return undefined;
	}
}

/** Reads the options of a run. `fields`: every field the route has. */
export function readRunOptions(
	service: Service,
	key: ApiKey,
	generation: Generation,
	body: JsonObject,
	fields: readonly string[],
): RunOptions | Refusal {
	for (const [name, value] of Object.entries(body)) {
		if (!fields.includes(name)) {
			if (service.settings.unknownRunFields === 'accept') continue;
			return invalidParameter(generation, `there is no ${name}`);
		}
		if (value === null || value === undefined) {
			return invalidParameter(generation, `${name} cannot be null`);
		}
		const problem = problemOf(name, value, service, key);
		if (problem !== undefined) return invalidParameter(generation, problem);
	}
	const { instanceType, usePersonalQueue, retainSeconds, accessPassword, webhookUrl } = body;
	const machine = typeof instanceType === 'string' ? instanceType : 'default';
	if (key.kind === 'EXCLUSIVE' && !service.settings.dedicatedInstanceTypes.includes(machine)) {
		return refusal('435');
	}
	return {
		instanceType: machine,
		personalQueue: String(usePersonalQueue) === 'true',
		retainSeconds: typeof retainSeconds === 'number' ? retainSeconds : 0,
		...(typeof accessPassword === 'string' ? { accessPassword } : {}),
		...(isWebAddress(webhookUrl) ? { webhookUrl } : {}),
	};
}

/** Whether the password opens what is protected. How a wrong one is refused is a guess. */
export function passwordRefusal(
	service: Service,
	generation: Generation,
	wanted: string | undefined,
	given: string | undefined,
): Refusal | undefined {
	const read = generation === 'v1' || service.settings.v2AccessPassword === 'honoured';
	return wanted === undefined || (read && given === wanted)
		? undefined
		: invalidParameter(generation, 'accessPassword is missing or wrong');
}

/** Money per second, by instance type: RH coins are a hundred times that. */
const RATES: Readonly<Record<string, number>> = { default: 0.002, plus: 0.004, ultra: 0.008 };
const RETAIN_RATE = 0.001;
const MINIMUM_SECONDS = 1;

/** What a run of so many milliseconds costs. Plausible, not the real price. */
export function runPrice(options: RunOptions, duration = 0): number {
	const seconds = Number.isFinite(duration)
		? Math.max(MINIMUM_SECONDS, Math.ceil(duration / 1_000))
		: MINIMUM_SECONDS;
	const rate = RATES[options.instanceType] ?? 0.002;
	return Math.round((seconds * rate + options.retainSeconds * RETAIN_RATE) * 10_000) / 10_000;
}
