import type { INode, INodeExecutionData } from 'n8n-workflow';
import type { Ledger } from '../../../runninghub/tasks/submission/ledger';

/**
 * Tells whether n8n will run the node again for the same items, as it does under Retry On Fail:
 * after a throw, and also after a normal return whose first item tells of a failure. The ledger
 * must live as long as another try may come, and no longer: a loop buys anew.
 */
export class TryCount {
	/** Whether nothing was bought for these items before. */
	readonly isFirst: boolean;
	private readonly left: boolean;

	constructor(
		node: INode,
		private readonly ledger: Ledger,
	) {
		const most = node.retryOnFail === true ? Math.min(5, Math.max(2, node.maxTries ?? 3)) : 1;
		const count = ledger.countTry();
		this.isFirst = count === 1;
		this.left = count < most;
	}

	mayTryAgain(): boolean {
		return this.left;
	}

	/** Forgets what was bought, unless n8n runs the node again after this output. Gives the output back. */
	close(output: INodeExecutionData[]): INodeExecutionData[] {
		if (!this.left || output[0]?.json.error === undefined) this.ledger.clear();
		return output;
	}
}
