import { coldStart } from './cold-start.cts';
import { type Figure, isOver } from './figure.cts';
import { manyExecutions } from './many-executions.cts';
import { manyItems } from './many-items.cts';
import { memory } from './memory.cts';
import { polling } from './polling.cts';
import { type BenchSize, QUICK, WHOLE } from './size.cts';
import { suspended } from './suspended.cts';
import { table } from './table.cts';
import { batchReal } from './batch-real.cts';
import { batchVirtual } from './batch-virtual.cts';
import { say, step } from '../steps.cts';

const SEED = 1;

const BENCHES: ReadonlyArray<
	readonly [label: string, run: (size: BenchSize) => Promise<Figure[]>]
> = [
	['(a) a batch in virtual time', async (size) => await batchVirtual(SEED, size)],
	['(a) a batch in real time', async () => await batchReal(SEED)],
	['(b) polling', async () => await polling(SEED)],
	['(c) memory', memory],
	['(d) cold start', coldStart],
	['(e) many items', async () => await manyItems(SEED)],
	['(f) suspended executions', suspended],
	['(g) many executions of a key', async (size) => await manyExecutions(SEED, size)],
];

const USAGE = `npm run bench          measures everything against the simulator: about half an hour
npm run bench -- --quick   fewer draws, smaller sizes: about two minutes
npm run bench -- a d   only the groups (a) and (d)`;

async function main(args: readonly string[]): Promise<void> {
	const size = args.includes('--quick') ? QUICK : WHOLE;
	const groups = args.filter((each) => each !== '--quick');
	const chosen = BENCHES.filter(
		([label]) => groups.length === 0 || groups.some((group) => label.startsWith(`(${group})`)),
	);
	if (chosen.length === 0) {
		say(USAGE);
		if (!groups.includes('--help')) process.exitCode = 1;
		return;
	}
	const figures: Figure[] = [];
	for (const [label, run] of chosen)
		figures.push(...(await step(label, async () => await run(size))));
	say(`\nSeed ${SEED}\n\n${table(figures)}`);
	if (figures.some(isOver)) process.exitCode = 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(`\nThe bench failed. ${error instanceof Error ? error.message : String(error)}`);
	process.exitCode = 1;
});
