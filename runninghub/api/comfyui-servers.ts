import { RunningHubError } from '../errors/runninghub-error';
import type { Transport } from '../transport';
import { lookAtPrompt, type ServerSize } from './comfyui-server';
import type { TaskState } from './read-task-state';

const SIZES: readonly ServerSize[] = ['proxy', 'proxy-plus'];

/**
 * Looks at a prompt whose server is not known: its id does not tell. Both are asked; one that
 * refuses the key counts only when the other does, too.
 *
 * A prompt that waits, or runs, or that neither has ever heard of, is told alike: as running.
 *
 * @throws RunningHubError when a server could not be asked and the other does not know the end.
 * Source: docs/runninghub-api.md, section 17.
 */
export async function lookAtPromptAnywhere(
	transport: Transport,
	promptId: string,
	signal?: AbortSignal,
): Promise<TaskState> {
	const looks = await Promise.all(
		SIZES.map(
			async (size) =>
				await lookAtPrompt(transport, size, promptId, signal).then(
					(state) => ({ state }),
					(error: unknown) => ({ error }),
				),
		),
	);
	const states = looks.flatMap((look) => ('state' in look ? [look.state] : []));
	const errors = looks.flatMap((look) => ('error' in look ? [look.error] : []));
	const over = states.find(({ phase }) => phase !== 'active');
	if (over !== undefined) return over;
	const passing = errors.find(
		(error) => error instanceof RunningHubError && error.facts.temporary === true,
	);
	if (passing !== undefined) throw passing;
	const [running] = states;
	if (running === undefined) throw errors[0];
	return running;
}
