import type { RunningHubError } from '../../../runninghub/errors/runninghub-error';

/** How one item is run without the others, in n8n's words. */
export const ALONE = 'with a Filter node before this one';

/** How to do in n8n what can be done about an error; empty when the error's own hint says all. */
export function recovery({ kind, facts: { recover, taskId } }: RunningHubError): string[] {
	switch (recover) {
		case 'fetchLater':
			return [
				`Fetch its result with Task → Wait and the task ID${taskId === undefined ? '' : ` ${taskId}`}.`,
				...(kind === 'timeout' ? ['Timeout in the Options sets how long the node waits.'] : []),
			];
		case 'lookUp':
			return [
				'Look at the call records on the RunningHub site: if the task is there, fetch its result with Task → Wait and its ID.',
				...(kind === 'uncertain' ? [`If it is not, run this item alone, ${ALONE}.`] : []),
			];
		case 'changeKey':
			return ['The key and its site are in the RunningHub credential.'];
		case 'askLess':
			return ['Max Concurrent Tasks in the Options sets how many this node runs at a time.'];
		case undefined:
			return [];
	}
}
