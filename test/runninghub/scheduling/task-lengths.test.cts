import { TaskLengths } from '../../../runninghub/scheduling/task-lengths';

const SECOND = 1000;

it('the usual length is that of the quickest kind, and unknown at first', () => {
	const lengths = new TaskLengths();
	expect(lengths.usual()).toBeUndefined();
	for (const seconds of [9, 10, 60]) lengths.learn('model', seconds * SECOND);
	lengths.learn('another model', 90 * SECOND);
	expect(lengths.usual()).toBe(10 * SECOND);
});

describe('how many tasks end at an age', () => {
	const lengths = new TaskLengths();
	for (let each = 0; each < 50; each++) lengths.learn('model', (50 + each / 2.5) * SECOND);
	const perSecond = (kind: string, seen: number, elapsed: number) =>
		lengths.rateOfEnd(kind, seen * SECOND, elapsed * SECOND) * SECOND;

	it('is that of the remembered ones', () => {
		expect(perSecond('model', 0, 10)).toBeLessThan(0.01);
		// One in fifty for each 0.4 seconds.
		expect(perSecond('model', 0, 60)).toBeGreaterThan(0.03);
		expect(perSecond('model', 0, 60)).toBeLessThan(0.06);
	});

	it('is more for one that was seen running', () => {
		expect(perSecond('model', 59, 60)).toBeGreaterThan(1.5 * perSecond('model', 0, 60));
	});

	it('is the less the older a task becomes of which nothing is known, and never nothing', () => {
		expect(perSecond('unknown', 0, 10)).toBeGreaterThan(perSecond('unknown', 0, 100));
		expect(perSecond('unknown', 0, 100)).toBeGreaterThan(0);
		expect(perSecond('model', 200, 210)).toBeGreaterThan(0);
		expect(perSecond('model', 0, 0)).toBeLessThan(Number.POSITIVE_INFINITY);
	});
});

it('forgets the kinds that were learned of longest ago, and the oldest tasks of each', () => {
	const lengths = new TaskLengths();
	for (let kind = 0; kind < 1000; kind++) lengths.learn(`model ${kind}`, SECOND);
	expect(lengths.count('model 0')).toBe(0);
	expect(lengths.count('model 999')).toBe(1);
	for (let task = 0; task < 1000; task++) lengths.learn('model 999', 9 * SECOND);
	expect(lengths.count('model 999')).toBeLessThanOrEqual(50);
	expect(lengths.quantile('model 999', 0)).toBe(9 * SECOND);
});

describe('the chance that a task has ended since it was seen running', () => {
	const lengths = new TaskLengths();
	for (const seconds of [40, 50, 55, 60, 65, 70, 80]) lengths.learn('model', seconds * SECOND);

	it('is highest where most such tasks end', () => {
		const early = lengths.chanceOfEnd('model', 0, 30 * SECOND);
		const usual = lengths.chanceOfEnd('model', 52 * SECOND, 62 * SECOND);
		expect(usual).toBeGreaterThan(2 * early);
	});

	it('grows with the time since', () => {
		const chances = [62, 66, 71].map((elapsed) =>
			lengths.chanceOfEnd('model', 60 * SECOND, elapsed * SECOND),
		);
		expect(chances).toEqual([...chances].sort((left, right) => left - right));
		expect(new Set(chances).size).toBe(3);
	});

	it('is told of tasks longer than any before, and of other kinds, from 0 to 1', () => {
		for (const kind of ['model', 'another model']) {
			const chance = lengths.chanceOfEnd(kind, 90 * SECOND, 100 * SECOND);
			expect(chance).toBeGreaterThan(0);
			expect(chance).toBeLessThanOrEqual(1);
		}
	});
});
