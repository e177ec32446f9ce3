/** The place of the value that is chosen for each column, or `undefined` where none is yet. */
type Part = ReadonlyArray<number | undefined>;

/**
 * Every row that can be made.
 *
 * @param sizes how many values each column has.
 * @returns of each row the places of its values.
 */
export function allRows(sizes: readonly number[]): number[][] {
	return sizes.reduce<number[][]>(
		(rows, size) =>
			rows.flatMap((row) => Array.from({ length: size }, (_, place) => [...row, place])),
		[[]],
	);
}

/**
 * So few rows that any `strength` values which can meet do meet in one of them: for 2, all pairs.
 * Greedy: each row begins with values that have not met yet, and takes for each other column what
 * meets most of the others for the first time.
 *
 * @param sizes how many values each column has.
 * @returns of each row the places of its values.
 */
export function coveringRows(sizes: readonly number[], strength: number): number[][] {
	const unmet = new Map(meetings(sizes, strength).map((each) => [String(each), each]));
	const rows: number[][] = [];
	for (const first of unmet.values()) {
		let row: Part = first;
		for (const [column, size] of sizes.entries()) {
			if (row[column] !== undefined) continue;
			const tries = Array.from({ length: size }, (_, place) => withPlace(row, column, place));
			const gains = tries.map((each) => newlyMet(each, column, strength, unmet));
			row = tries[gains.indexOf(Math.max(...gains))] ?? row;
		}
		rows.push(row.map((place) => place ?? 0));
		for (const met of partsOf(row, strength)) unmet.delete(String(met));
	}
	return rows;
}

function withPlace(row: Part, column: number, place: number): Part {
	return row.map((each, index) => (index === column ? place : each));
}

/** Everything that is to meet: in each choice of so many columns, each of their values. */
function meetings(sizes: readonly number[], strength: number): Part[] {
	const none: Part = sizes.map(() => undefined);
	return columnsOf(sizes.length, strength).flatMap((columns) =>
		columns.reduce<Part[]>(
			(parts, column) =>
				parts.flatMap((part) =>
					Array.from({ length: sizes[column] ?? 0 }, (_, place) => withPlace(part, column, place)),
				),
			[none],
		),
	);
}

/** Each way to choose so many of the columns. */
function columnsOf(columns: number, chosen: number, from = 0): number[][] {
	if (chosen === 0) return [[]];
	return Array.from({ length: columns - from }, (_, index) => from + index).flatMap((first) =>
		columnsOf(columns, chosen - 1, first + 1).map((others) => [first, ...others]),
	);
}

/** What meets in a row. */
function partsOf(row: Part, strength: number): Part[] {
	const filled = row.flatMap((place, column) => (place === undefined ? [] : [column]));
	return columnsOf(filled.length, strength).map((chosen) => {
		const columns = chosen.map((index) => filled[index]);
		return row.map((place, column) => (columns.includes(column) ? place : undefined));
	});
}

function newlyMet(
	row: Part,
	column: number,
	strength: number,
	unmet: ReadonlyMap<string, Part>,
): number {
	return partsOf(row, strength).filter(
		(part) => part[column] !== undefined && unmet.has(String(part)),
	).length;
}
