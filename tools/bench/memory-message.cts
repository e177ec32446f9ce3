import type { INodeExecutionData } from 'n8n-workflow';

/** What the process that is measured is to do. */
export interface MemoryOrder {
	readonly baseUrl: string;
	readonly apiKey: string;
	/** Downloads a result of so many bytes, or uploads the file of an item. */
	readonly work: { readonly download: number } | { readonly upload: INodeExecutionData };
}

/** What the process that is measured found. */
export interface MemoryReport {
	/** Bytes that the peak of the resident memory grew by. */
	readonly growth: number;
	/** The item that came out. */
	readonly item: INodeExecutionData;
}
