import { RunningHubError } from './runninghub-error';

/** Whether a failure leaves it unknown if there is a task: one may run, and be charged. */
export function isUncertain(error: unknown): boolean {
	return error instanceof RunningHubError && error.kind === 'uncertain';
}
