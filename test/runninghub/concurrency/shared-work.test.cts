import { SharedWork } from '../../../runninghub/concurrency/shared-work';

interface Work {
	readonly signals: AbortSignal[];
	start(signal: AbortSignal): Promise<string>;
	finish(): void;
}

/** Work that ends when the test says so, or its signal does. */
function work(): Work {
	const signals: AbortSignal[] = [];
	const ends: Array<() => void> = [];
	return {
		signals,
		start: async (signal) => {
			signals.push(signal);
			await new Promise<void>((resolve, reject) => {
				ends.push(resolve);
				signal.addEventListener('abort', () => reject(new Error('cut off')));
			});
			return 'done';
		},
		finish: () => {
			for (const end of ends) end();
		},
	};
}

it('goes on for the others when one no longer wants it', async () => {
	const shared = new SharedWork<string>();
	const { start, signals, finish } = work();
	const first = new AbortController();
	const results = [first, new AbortController()].map(
		async ({ signal }) => await shared.get('a', signal, start),
	);
	first.abort();
	finish();
	expect(await Promise.all(results)).toEqual(['done', 'done']);
	expect(signals).toHaveLength(1);
});

it('is cut off when nobody wants it, and done anew for who comes later', async () => {
	const shared = new SharedWork<string>();
	const { start, signals, finish } = work();
	const both = [new AbortController(), new AbortController()];
	const results = both.map(async ({ signal }) => await shared.get('a', signal, start));
	for (const each of both) each.abort();
	const later = shared.get('a', new AbortController().signal, start);
	for (const result of results) await expect(result).rejects.toThrow('cut off');
	finish();
	expect(await later).toBe('done');
	expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
});

it('is remembered once done, whoever leaves then, and forgotten when it failed', async () => {
	const shared = new SharedWork<number>();
	const wants = new AbortController();
	let done = 0;
	const count = async (): Promise<number> => {
		done += 1;
		if (done === 1) throw new Error('no');
		return done;
	};
	await expect(shared.get('a', wants.signal, count)).rejects.toThrow('no');
	expect(await shared.get('a', wants.signal, count)).toBe(2);
	wants.abort();
	expect(await shared.get('a', new AbortController().signal, count)).toBe(2);
});
