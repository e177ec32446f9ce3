import { RequestBudget } from '../../../runninghub/scheduling/request-budget';
import { type Demand, RequestPlan } from '../../../runninghub/scheduling/request-plan';
import { TaskLengths } from '../../../runninghub/scheduling/task-lengths';
import { VirtualClock } from '../../simulator/simulator.cts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A plan for tasks that take so long, unless none has ended yet. */
function planOf(demand: Partial<Demand>, length?: number) {
	const clock = new VirtualClock();
	const budget = new RequestBudget(clock);
	const lengths = new TaskLengths();
	if (length !== undefined) lengths.learn('model', length);
	const whole = { slots: 10, tasksLeft: 1000, lengthAtLeast: SECOND, ...demand };
	return { clock, budget, plan: new RequestPlan(budget, lengths, () => whole) };
}

describe('the ends that are likely in the coming minute', () => {
	it('are as many as the slots make in it', () => {
		const { plan } = planOf({ slots: 10 }, 20 * SECOND);
		expect(plan.comingEnds).toMatchObject({ count: 30, time: MINUTE });
	});

	it('are those of the tasks that are left, in the time that they take', () => {
		const { plan } = planOf({ slots: 10, tasksLeft: 15 }, 20 * SECOND);
		expect(plan.comingEnds).toMatchObject({ count: 15, time: 30 * SECOND });
	});

	it('come as soon as the tasks are old while none has ended', () => {
		const { plan } = planOf({ slots: 10, lengthAtLeast: 5 * SECOND });
		expect(plan.comingEnds).toMatchObject({ count: 120, time: MINUTE });
	});

	it('are one at least, when nobody waits for any', () => {
		const { plan } = planOf({ tasksLeft: 0, lengthAtLeast: 0 });
		expect(plan.comingEnds.count).toBe(1);
	});
});

describe('requests', () => {
	it('are not scarce while a minute has enough for every end', () => {
		const { plan } = planOf({ slots: 10 }, 20 * SECOND);
		expect(plan.scarcity).toBe(0);
	});

	it('are scarce where tasks end faster than the budget lets anybody look', () => {
		const { plan } = planOf({ slots: 20 }, 5 * SECOND);
		expect(plan.scarcity).toBe(1);
	});

	it('are scarce when those of the minute are used up, until it is over', async () => {
		const { plan, budget, clock } = planOf({ slots: 10, tasksLeft: 30 }, 10 * SECOND);
		expect(plan.scarcity).toBe(0);
		for (let request = 0; request < 250; request++) budget.spend();
		expect(plan.scarcity).toBe(1);
		await clock.advance(MINUTE);
		expect(plan.scarcity).toBe(0);
	});
});
