/**
 * What the editor shows on the node while the execution is suspended, in place of its items. n8n
 * evaluates it with the node's fields and the execution's ID alone: no task ID can be in it.
 */
export const waitingNodeTooltip =
	'={{ "The workflow goes on when RunningHub calls back. The task IDs are in the custom data of execution " + $execution.id + " (Executions → Highlighted data) and in n8n\'s log." }}';
