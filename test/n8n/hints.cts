import { type ExecutionResult, NODE_NAME } from './execution.cts';

/** What the RunningHub node said beside its items in its last run. */
export function hintsOf({ run }: ExecutionResult): string[] {
	const { hints = [] } = run.data.resultData.runData[NODE_NAME]?.at(-1) ?? {};
	return hints.map(({ message }) => message);
}
