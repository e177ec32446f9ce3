/** One row of the table. */
export interface Figure {
	/** Letter of the group it belongs to. */
	readonly group: string;
	readonly name: string;
	readonly value: number;
	/** What the value counts, such as `ms`; '' for ratios and plain numbers. */
	readonly unit: string;
	/** Largest value that is still good; absent for figures that are only told. */
	readonly limit?: number;
	/** Why the limit cannot be kept; told when it is not. */
	readonly note?: string;
}

/** Whether a figure is above its limit. One that could not be measured is. */
export function isOver({ value, limit }: Figure): boolean {
	return limit !== undefined && !(value <= limit);
}
