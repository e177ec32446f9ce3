import { TaskLengths } from '../../../runninghub/scheduling/task-lengths';

const SECOND = 1000;

it('the usual length is that of the quickest kind, and unknown at first', () => {
	const lengths = new TaskLengths();
	expect(lengths.usual()).toBeUndefined();
	for (const seconds of [9, 10, 60]) lengths.learn('model', seconds * SECOND);
	lengths.learn('another model', 90 * SECOND);
	expect(lengths.usual()).toBe(10 * SECOND);
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
