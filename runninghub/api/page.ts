/** A page of a list. */
export interface Page<Entry> {
	readonly entries: readonly Entry[];
	readonly hasNext: boolean;
}
