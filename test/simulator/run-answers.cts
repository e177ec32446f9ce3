import { enveloped, legacy, refuse } from './replies.cts';
import type { JsonAnswer, Refusal } from './replies.cts';
import type { Service } from './service.cts';
import { isRefusal } from './submit.cts';
import { legacySubmitted, queryAnswer } from './task-answers.cts';
import type { Generation, TaskRecord } from './tasks.cts';

/** The answer to a run of a workflow or an app, in the words of its generation. */
export function runAnswer(
	service: Service,
	generation: Generation,
	outcome: TaskRecord | Refusal,
): JsonAnswer {
	if (isRefusal(outcome)) return runRefusal(service, generation, outcome);
	return generation === 'v1'
		? legacySubmitted(outcome, new URL(service.baseUrl()).host)
		: { status: 200, json: queryAnswer(outcome, service.settings) };
}

/** A refusal of such a run. v2 has been seen to answer flat and with an envelope. */
function runRefusal(service: Service, generation: Generation, why: Refusal): JsonAnswer {
	if (generation === 'v1') return legacy(Number(why.code), why.message);
	return service.settings.runRefusal === 'envelope'
		? enveloped(Number(why.code), why.message)
		: refuse('flat', why);
}
