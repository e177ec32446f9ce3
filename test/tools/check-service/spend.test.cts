import type { Row } from '../../../tools/check-service/check.cts';
import { failWith, SIMULATOR_KEYS } from '../../simulator/simulator.cts';
import { Station } from './station.cts';

/** More than all of them cost together. */
const ENOUGH = 100;

let station: Station;

beforeEach(async () => {
	station = new Station();
	await station.open();
});

afterEach(async () => {
	await station.close();
});

function differing(rows: readonly Row[]): string[] {
	return rows.filter(({ verdict }) => verdict === 'different').map(({ statement }) => statement);
}

it('runs the cheapest model of each kind, and says the prices and the tasks first', async () => {
	const rows = await station.spend(ENOUGH);
	expect(differing(rows)).toEqual([]);
	const tasks = station.simulator.tasks();
	expect(tasks).toHaveLength(5);
	expect(rows).toHaveLength(15);
	const prices = station.said.findIndex((line) => line.includes('is run'));
	const firstTask = station.said.findIndex((line) => line.includes(tasks[0]?.id ?? '-'));
	expect(prices).toBeGreaterThan(0);
	expect(firstTask).toBeGreaterThan(prices);
	for (const { id } of tasks) expect(station.said.join('\n')).toContain(id);
	expect(JSON.stringify(rows)).not.toMatch(/\d{6}/);
});

it('spends no more than the amount, over all runs together', async () => {
	await station.spend(0.06);
	expect(station.simulator.tasks().length).toBeGreaterThan(1);
	expect(station.simulator.tasks().length).toBeLessThan(5);
	expect(station.simulator.counters.charged).toBeLessThanOrEqual(0.06);
	expect(station.said.join('\n')).toContain('does not fit');
});

it('runs nothing for too small an amount, for none, and with a key that models do not take', async () => {
	expect(await station.spend(0.001)).toEqual([]);
	expect(await station.spend(0)).toEqual([]);
	expect(await station.spend(ENOUGH, SIMULATOR_KEYS.ai.normal)).toEqual([]);
	expect(station.simulator.tasks()).toEqual([]);
});

it('runs nothing whose price it does not know', async () => {
	station.simulator.settings.pricePreview = 'off';
	expect(await station.spend(ENOUGH)).toEqual([]);
	expect(station.simulator.tasks()).toEqual([]);
});

it('buys nothing more when it is not known what became of a run', async () => {
	station.simulator.faults.add({ on: 'submit', kind: 'reset', taskCreated: true });
	const rows = await station.spend(ENOUGH);
	expect(station.simulator.tasks()).toHaveLength(1);
	expect(differing(rows)).toEqual(['The run of a text model ends with results']);
});

it('sees a run that fails, and goes on with the others', async () => {
	let left = 1;
	station.simulator.onSubmit(() => (left-- > 0 ? { failure: failWith('1505') } : undefined));
	const rows = await station.spend(ENOUGH);
	expect(station.simulator.tasks()).toHaveLength(5);
	expect(differing(rows)).toEqual(['The run of a text model ends with results']);
});

it('sees a run without results', async () => {
	station.simulator.onSubmit(({ endpoint }) =>
		endpoint.includes('text-to-image') ? { results: 'empty' } : undefined,
	);
	expect(differing(await station.spend(ENOUGH))).toEqual([
		'The run of an image model ends with results',
	]);
});

it('sees a run that costs something else than its preview said', async () => {
	station.simulator.faults.add({
		on: 'price',
		kind: 'changed',
		times: Infinity,
		change: (answer) => ({ ...answer, estimatedPrice: 0.0001 }),
		match: ({ path }) => path.includes('suno/lyrics') || path.includes('generate-lyrics'),
	});
	expect(differing(await station.spend(ENOUGH))).toEqual([
		'The run of a text model costs what its preview said',
	]);
});

it('sees results that cannot be fetched', async () => {
	station.simulator.onSubmit(({ endpoint }) =>
		endpoint.includes('text-to-image') ? { expired: true } : undefined,
	);
	expect(differing(await station.spend(ENOUGH))).toEqual([
		'The results of the run of an image model need no key',
	]);
});
