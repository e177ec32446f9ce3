import { allRows, coveringRows } from './combinations.cts';

const SIZES = [8, 5, 2, 2, 3, 2];

it('all rows are as many as the sizes make, and no two alike', () => {
	const rows = allRows(SIZES);
	expect(rows).toHaveLength(960);
	expect(new Set(rows.map(String)).size).toBe(960);
});

it.each([
	[2, 60],
	[3, 200],
])('any %i values meet in one of a few rows', (strength, most) => {
	const rows = coveringRows(SIZES, strength);
	expect(rows.length).toBeLessThanOrEqual(most);
	const meet = (row: readonly number[], other: readonly number[], columns: readonly number[]) =>
		columns.every((column) => row[column] === other[column]);
	const columns = SIZES.keys();
	const choices = [...columns].flatMap((one) =>
		[...SIZES.keys()].slice(one + 1).map((two) => [one, two]),
	);
	const chosen =
		strength === 2
			? choices
			: choices.flatMap((pair) =>
					[...SIZES.keys()]
						.filter((third) => third > Math.max(...pair))
						.map((third) => [...pair, third]),
				);
	for (const wanted of allRows(SIZES)) {
		for (const each of chosen) {
			if (!rows.some((row) => meet(row, wanted, each))) throw new Error(`${each}: ${wanted}`);
		}
	}
});
