import { Ledger, type LedgerEntry } from '../../../../runninghub/tasks/submission/ledger';
import { createBatchBench, numbered } from '../batch-bench.cts';

class TellingLedger extends Ledger {
	constructor(private readonly events: string[]) {
		super({});
	}

	override note(key: string, entry: LedgerEntry): void {
		this.events.push(`noted ${entry.taskId ?? 'nothing'}`);
		super.note(key, entry);
	}
}

it('names every task with its job in the log before anything else is done with it', async () => {
	const bench = createBatchBench(3);
	const events: string[] = [];
	const tell = (message: string) => void events.push(message);
	bench.simulator.faults.add({ on: 'submit', kind: 'reset', taskCreated: true, skip: 2 });
	await bench.batch(bench.jobs(numbered(4)), {
		ledger: new TellingLedger(events),
		logger: { debug: () => undefined, info: tell, warn: tell },
	});
	const jobOf = (prompt: string) => `job ${prompt.split(' ')[1] ?? ''}`;
	const expected = bench.simulator.tasks().map(({ id }) => {
		const job = jobOf(bench.promptOf(id));
		return job === 'job 2'
			? [`RunningHub task of unknown ID may have been submitted: ${job}`, 'noted nothing']
			: [`RunningHub task ${id} submitted: ${job}`, `noted ${id}`];
	});
	const pairs = events.flatMap((event, place) =>
		event.startsWith('noted') ? [[events[place - 1], event]] : [],
	);
	expect(events).toHaveLength(8);
	expect(pairs.sort()).toEqual(expected.sort());
});
