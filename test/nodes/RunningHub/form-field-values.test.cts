import { QUICK, sweep } from './field-sweep.cts';
import { onStage } from './stage.cts';
import { formTargets } from './sweep-targets.cts';

describe('whatever an expression gives has its meaning or is refused by name', () => {
	it('in every kind of field that forms have', async () => {
		const problems: string[] = [];
		await onStage(async (stage) => {
			stage.simulator.setWallet(stage.key, { money: 1e6, coins: 1e6 });
			const targets = await formTargets(stage);
			expect(targets.length).toBeGreaterThan(40);
			for (const target of targets) problems.push(...(await sweep(stage, target)).problems);
		}, QUICK);
		expect(problems).toEqual([]);
	}, 300_000);
});
