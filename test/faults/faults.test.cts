import { faultRows, titleOf } from './row.cts';
import { runRow } from './run-row.cts';
import { verdict } from './verdict.cts';

/** How many values at a time meet in some row, or `all`; `npm run test:faults` asks for more than pairs. */
const { RUNNINGHUB_FAULT_ROWS: asked = '2' } = process.env;
const ROWS = faultRows(asked === 'all' ? undefined : Number(asked));

it.each(ROWS.map((row) => [titleOf(row), row] as const))('%s', async (_title, row) => {
	const outcome = await runRow(row);
	expect(verdict(row, outcome)).toEqual([]);
});
