import { submitModel } from '../api/models';
import type { SubmittedTask } from '../api/submit';
import { RunningHubError } from '../errors/runninghub-error';
import type { JsonObject } from '../json';
import type { Transport } from '../transport';
import type { OptionForm } from './body';
import { refusedModel } from './refused-model';

/**
 * Submits a model's form. A node-keyed model is first asked with the values of its nodes; when
 * RunningHub refuses them as invalid, which proves that no task was made, it is asked once more
 * with the values as shown.
 *
 * @throws RunningHubError as `submitModel` does. Source: docs/runninghub-api.md, section 3.3.
 */
export async function submitModelForm(
	transport: Transport,
	endpoint: string,
	body: (form: OptionForm) => JsonObject,
): Promise<SubmittedTask> {
	const first = await submitModel(transport, endpoint, body('nodeValue')).then(
		(task) => ({ task }),
		(error: unknown) => ({ error }),
	);
	if ('task' in first) return first.task;
	const { error } = first;
	const refused =
		error instanceof RunningHubError && error.kind === 'invalid' && error.facts.noTaskMade === true;
	const shown = body('shownValue');
	const same = JSON.stringify(shown) === JSON.stringify(body('nodeValue'));
	if (!refused || same) throw await refusedModel(endpoint, error);
	return await submitModel(transport, endpoint, shown).catch(async (second: unknown) => {
		throw await refusedModel(endpoint, second);
	});
}
