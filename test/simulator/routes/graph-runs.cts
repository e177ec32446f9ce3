import { authorize, authorizeLegacy, isAnswer } from '../authorization.cts';
import type { JsonObject } from '../json.cts';
import type { ApiKey } from '../keys.cts';
import { refusal } from '../replies.cts';
import type { Answer, Refusal } from '../replies.cts';
import { bodyOf, idText } from '../request-fields.cts';
import { runAnswer } from '../run-answers.cts';
import type { Call } from '../server.cts';
import type { Service } from '../service.cts';
import type { Generation, TaskRecord } from '../tasks.cts';

/** Runs what an id names: a workflow or an app. */
export type GraphRun = (
	service: Service,
	generation: Generation,
	key: ApiKey,
	id: string | undefined,
	body: JsonObject,
) => TaskRecord | Refusal;

/** Want of compute, which shows before anything of the request is read. */
export function balanceRefusal(service: Service): Refusal | undefined {
	return service.settings.computeBalance === 'tooLow' ? refusal('414') : undefined;
}

/**
 * A v1 run, which has the id in its body.
 *
 * @param idName of the id there.
 */
export function legacyRun(
	service: Service,
	{ request }: Call,
	idName: string,
	run: GraphRun,
): Answer {
	const key = authorizeLegacy(service, request, 'apiKey');
	if (isAnswer(key)) return key;
	const body = bodyOf(request);
	const outcome = balanceRefusal(service) ?? run(service, 'v1', key, idText(body[idName]), body);
	return runAnswer(service, 'v1', outcome);
}

/**
 * A v2 run, which has the id in its path.
 *
 * @param idName of the id there.
 */
export function newerRun(
	service: Service,
	{ request, params }: Call,
	idName: string,
	run: GraphRun,
): Answer {
	const key = authorize(service, 'flat', request);
	if (isAnswer(key)) return key;
	const outcome =
		balanceRefusal(service) ?? run(service, 'v2', key, params[idName], bodyOf(request));
	return runAnswer(service, 'v2', outcome);
}
