import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { PricePreview } from '../../runninghub/api/models';
import type { SubmittedTask } from '../../runninghub/api/submit';
import type { FieldFile } from '../../runninghub/forms/media-reference';
import type { TaskLook } from '../../runninghub/tasks/polling/watch-task';
import type { Transport } from '../../runninghub/transport';
import type { AddressForm, MediaAddresses } from './items/media-uploads';
import type { Subject } from './items/result-items';
import type { ExecuteContext } from './runtime/n8n-context';
import type { Session } from './runtime/session';

/** What an operation shows in the editor. */
interface OperationFace {
	/** Saved in workflows: never changes. */
	readonly value: string;
	readonly name: string;
	/** Sentence case: a verb, then what it is done to. */
	readonly action: string;
	readonly description: string;
	/** In the order shown. A field used by several operations is one object. */
	readonly fields: readonly INodeProperties[];
}

/** What every task request tells. */
interface TaskRequestFace {
	/** What takes equally long, such as a model's endpoint. */
	readonly kind: string;
	readonly subject: Subject;
	/** Everything that makes it another request: values and files as the user gave them. */
	readonly inputs: IDataObject;
	/** Looks at the task, where RunningHub's own query does not know it. */
	readonly look?: TaskLook;
}

/** A task to be bought: checked, but nothing uploaded or submitted yet. */
export interface NewTask extends TaskRequestFace {
	readonly media: readonly FieldFile[];
	readonly addressForm: AddressForm;
	/** Submits, once. */
	readonly submit: (
		transport: Transport,
		addresses: MediaAddresses,
		webhookUrl: string,
	) => Promise<SubmittedTask>;
	/** Asks for the price, where there is a preview. */
	readonly preview?: (
		transport: Transport,
		addresses: MediaAddresses,
		signal: AbortSignal,
	) => Promise<PricePreview>;
}

/** A task that was submitted elsewhere, to be waited for only. */
export interface ExistingTask extends TaskRequestFace {
	readonly existing: string;
}

/** What an item asks RunningHub for. */
export type TaskRequest = NewTask | ExistingTask;

/** An operation that makes RunningHub work: it is batched, waited for, and its results come home. */
export interface TaskOperation extends OperationFace {
	readonly type: 'task';
	/**
	 * Reads and checks one item.
	 * @throws RunningHubError of kind `invalid` that lists every problem of the item.
	 */
	prepare(ctx: ExecuteContext, itemIndex: number, session: Session): Promise<TaskRequest>;
}

/** An operation that asks one question and answers with rows. */
export interface CallOperation extends OperationFace {
	readonly type: 'call';
	call(ctx: ExecuteContext, itemIndex: number, session: Session): Promise<INodeExecutionData[]>;
}

/** One entry of the operation table. */
export type Operation = TaskOperation | CallOperation;

/** A resource with its operations. */
export interface ResourceOperations {
	/** Saved in workflows: never changes. */
	readonly value: string;
	readonly name: string;
	/** What it is for, in the list of resources. */
	readonly description: string;
	/** Saved nowhere while it is chosen: never changes. */
	readonly defaultOperation: string;
	readonly operations: readonly Operation[];
}
