import { RunningHubError } from '../errors/runninghub-error';
import type { JsonObject } from '../json';
import {
	RequestNotSent,
	type Transport,
	TransportFault,
	type TransportRequest,
} from '../transport';
import { readAnswer, type Answer } from './answer';

/** Milliseconds that a plain question to RunningHub may take. */
export const READ_TIMEOUT = 30_000;

/**
 * Sends one request and reads the answer; a request without an answer becomes an error value too.
 * Never throws on what the network or RunningHub does.
 */
export async function ask(transport: Transport, request: TransportRequest): Promise<Answer> {
	const outcome = await transport.request(request).then(readAnswer, (fault: unknown) => fault);
	if (isAnswer(outcome)) return outcome;
	return { ok: false, body: {}, error: networkError(outcome) };
}

/**
 * As `ask`, but answers with the body alone.
 * @throws RunningHubError for anything but a success.
 */
export async function send(transport: Transport, request: TransportRequest): Promise<JsonObject> {
	const answer = await ask(transport, request);
	if (!answer.ok) throw answer.error;
	return answer.body;
}

/**
 * Asks an endpoint of the older generation, which wants the API key in a field of its own as well.
 * One kind of key is reported to be refused because of that field, so a refusal is followed by one
 * try without it (docs/runninghub-api.md, section 1.4).
 */
export async function askWithKeyField(
	transport: Transport,
	keyField: string,
	request: TransportRequest,
): Promise<Answer> {
	const answer = await ask(transport, { ...request, keyField });
	if (answer.ok || answer.error.kind !== 'auth') return answer;
	const withoutField = await ask(transport, request);
	return missesKey(withoutField) ? answer : withoutField;
}

/** Whether the field was not to blame: without it, the key is refused as well or asked for (301). */
function missesKey(answer: Answer): boolean {
	return !answer.ok && (answer.error.kind === 'auth' || answer.error.facts.code === '301');
}

function isAnswer(value: unknown): value is Answer {
	return typeof value === 'object' && value !== null && 'ok' in value && 'body' in value;
}

function networkError(fault: unknown): RunningHubError {
	if (fault instanceof RunningHubError) return fault;
	if (fault instanceof RequestNotSent) {
		return new RunningHubError({
			kind: 'invalid',
			message: `The request to RunningHub could not be sent: ${fault.message}`,
			hint: 'Nothing reached RunningHub. Correct what the message names: mostly the base URL or the API key, or the rules of this server for outgoing requests.',
			noTaskMade: true,
			temporary: fault.passing,
		});
	}
	const neverSent = fault instanceof TransportFault && fault.neverSent;
	const reason = fault instanceof TransportFault ? fault.message : 'the connection broke';
	return new RunningHubError({
		kind: 'network',
		message: `RunningHub could not be reached: ${reason}`,
		hint: 'Check the connection of this server to RunningHub (network, proxy, firewall) and the base URL.',
		noTaskMade: neverSent,
		temporary: true,
	});
}
