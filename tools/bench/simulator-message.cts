/** What a simulator in another process tells. */
export type SimulatorReport =
	| { readonly baseUrl: string }
	/** Size of the last upload, in bytes. */
	| { readonly uploaded: number };
