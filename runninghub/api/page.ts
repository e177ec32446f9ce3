/** A page of a list. */
export interface Page<Entry> {
	readonly entries: readonly Entry[];
	readonly hasNext: boolean;
	/** All entries, where RunningHub tells their number. */
	readonly total: number | null;
}
