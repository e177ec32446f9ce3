import { RequestBudget } from '../../../runninghub/scheduling/request-budget';
import { type Demand, RequestPlan } from '../../../runninghub/scheduling/request-plan';
import { VirtualClock } from '../../simulator/simulator.cts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

function planOf(demand: Partial<Demand>) {
	const clock = new VirtualClock();
	const budget = new RequestBudget(clock);
	const whole = { sideBySide: 10, tasksLeft: 1000, length: 20 * SECOND, ...demand };
	return { clock, budget, plan: new RequestPlan(budget, () => whole) };
}

describe('the ends that are likely in the coming minute', () => {
	it('are as many as the slots make in it', () => {
		const { plan } = planOf({ sideBySide: 10 });
		expect(plan.comingEnds).toMatchObject({ count: 30, time: MINUTE });
	});

	it('are those of the tasks that are left, in the time that they take', () => {
		const { plan } = planOf({ sideBySide: 10, tasksLeft: 15 });
		expect(plan.comingEnds).toMatchObject({ count: 15, time: 30 * SECOND });
	});

	it('are one at least, when nobody waits for any', () => {
		const { plan } = planOf({ tasksLeft: 0, length: 0 });
		expect(plan.comingEnds.count).toBe(1);
	});
});

describe('requests', () => {
	it('are not scarce while a minute has enough for every end', () => {
		const { plan } = planOf({ sideBySide: 10 });
		expect(plan.scarcity).toBe(0);
	});

	it('are scarce where tasks end faster than the budget lets anybody look', () => {
		const { plan } = planOf({ sideBySide: 20, length: 5 * SECOND });
		expect(plan.scarcity).toBe(1);
	});

	it('are scarce when those of the minute are used up, until it is over', async () => {
		const { plan, budget, clock } = planOf({ sideBySide: 10, tasksLeft: 30, length: 10 * SECOND });
		expect(plan.scarcity).toBe(0);
		for (let request = 0; request < 250; request++) budget.spend();
		expect(plan.scarcity).toBe(1);
		await clock.advance(MINUTE);
		expect(plan.scarcity).toBe(0);
	});
});
