import { ITEM_PROMPT, onStage, prompts, type Stage } from './stage.cts';

const FIVE = prompts('one', 'two', 'three', 'four', 'five');
const EACH = { prompt: ITEM_PROMPT };

/** Prompts of the tasks that were made, in order of their making. */
function bought({ simulator }: Stage): unknown[] {
	return simulator.tasks().map(({ body }) => body.prompt);
}

describe('Retry On Fail', () => {
	it.concurrent('downloads again without buying again', async () => {
		await onStage(async (stage) => {
			stage.simulator.faults.add({ on: 'download', kind: 'badGateway', times: 3 });
			const { outputs, error } = await stage.run({}, { retryOnFail: true });
			expect(error).toBeUndefined();
			expect(outputs[0]?.[0]?.binary?.data?.mimeType).toBe('image/png');
			expect(bought(stage)).toHaveLength(1);
		});
	});

	it.concurrent('gives the link at the last try when the download never works', async () => {
		await onStage(async (stage) => {
			stage.simulator.faults.add({
				on: 'download',
				kind: 'notFound',
				times: Number.POSITIVE_INFINITY,
			});
			const { outputs, error } = await stage.run({}, { retryOnFail: true, maxTries: 2 });
			expect(error).toBeUndefined();
			expect(outputs[0]?.[0]?.json.url).toMatch(/\.png$/);
			expect(bought(stage)).toHaveLength(1);
		});
	});

	it.concurrent('downloads each file once, however often n8n runs the node', async () => {
		await onStage(async (stage) => {
			const items = prompts('[fail:1505]', 'two', 'three', 'four', 'five');
			const { outputs } = await stage.run(EACH, {
				items,
				retryOnFail: true,
				maxTries: 3,
				onError: 'continueRegularOutput',
			});
			expect(outputs[0]?.map(({ binary }) => binary?.data?.mimeType)).toEqual([
				undefined,
				...items.slice(1).map(() => 'image/png'),
			]);
			expect(stage.simulator.requestsOf('download')).toHaveLength(4);
		});
	});

	it.concurrent('buys only the failed item anew', async () => {
		await onStage(async (stage) => {
			let failures = 0;
			stage.simulator.onSubmit(({ body }) => {
				if (body.prompt !== 'three' || failures > 0) return undefined;
				failures += 1;
				return { failure: { code: '1000', message: 'unknown', failedReason: null } };
			});
			const { outputs, error } = await stage.run(EACH, { items: FIVE, retryOnFail: true });
			expect(error).toBeUndefined();
			expect(outputs[0]).toHaveLength(5);
			expect(bought(stage).sort()).toEqual(['five', 'four', 'one', 'three', 'three', 'two']);
			expect(stage.simulator.counters.charges).toBe(5);
		});
	});

	it.concurrent.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'buys nothing twice under %s, where n8n runs the node again after a normal return',
		async (onError) => {
			await onStage(async (stage) => {
				let failures = 0;
				stage.simulator.onSubmit(({ body }) => {
					if (body.prompt !== 'one' || failures > 0) return undefined;
					failures += 1;
					return { failure: { code: '1000', message: 'unknown', failedReason: null } };
				});
				const { outputs } = await stage.run(EACH, { items: FIVE, retryOnFail: true, onError });
				expect(outputs[0]?.map(({ json }) => json.status)).toEqual(FIVE.map(() => 'SUCCESS'));
				expect(bought(stage).sort()).toEqual(['five', 'four', 'one', 'one', 'three', 'two']);
			});
		},
	);

	it.concurrent('picks up a task that was not finished in time', async () => {
		await onStage(async (stage) => {
			const { outputs, error } = await stage.run(
				{ prompt: '[time:3000]', options: { timeoutMinutes: 0.03 } },
				{ retryOnFail: true, maxTries: 5 },
			);
			expect(error).toBeUndefined();
			expect(outputs[0]?.[0]?.json.status).toBe('SUCCESS');
			expect(bought(stage)).toHaveLength(1);
		});
	});

	it.concurrent('never submits again what may have been bought', async () => {
		await onStage(async (stage) => {
			stage.simulator.faults.add({ on: 'submit', kind: 'reset', taskCreated: true });
			const { error } = await stage.run({}, { retryOnFail: true });
			expect(error?.message).toMatch(/unknown, so it was not submitted again/);
			expect(stage.simulator.requestsOf('submit')).toHaveLength(1);
			expect(bought(stage)).toHaveLength(1);
		});
	});

	it.concurrent('submits again what certainly was not bought', async () => {
		await onStage(async (stage) => {
			stage.simulator.faults.add({ on: 'submit', kind: 'code', code: '1007' });
			const { error } = await stage.run({}, { retryOnFail: true });
			expect(error).toBeUndefined();
			expect(bought(stage)).toHaveLength(1);
		});
	});
});

describe('a loop', () => {
	it.concurrent('that runs the node twice with the same prompt gets two pictures', async () => {
		await onStage(async (stage) => {
			const { runs } = await stage.run({}, { loop: true });
			const ids = runs.map((items) => items[0]?.json.taskId);
			expect(new Set(ids).size).toBe(2);
			expect(bought(stage)).toHaveLength(2);
		});
	});

	it.concurrent(
		'gets two pictures also under Retry On Fail and with a failed first item',
		async () => {
			await onStage(async (stage) => {
				const { runs } = await stage.run(EACH, {
					loop: true,
					items: prompts('[fail:1505]', 'fine'),
					retryOnFail: true,
					maxTries: 2,
					onError: 'continueRegularOutput',
				});
				expect(runs).toHaveLength(2);
				const fine = bought(stage).filter((prompt) => prompt === 'fine');
				expect(fine).toHaveLength(1);
			});
		},
	);
});

describe('one failed item', () => {
	it.concurrent('stops further submissions and names what was paid for', async () => {
		await onStage(async (stage) => {
			stage.simulator.setConcurrency(stage.key, 2);
			const items = prompts(
				'good',
				'bad [fail:1505] [time:2500]',
				'long [time:60000]',
				'never',
				'bought',
			);
			const { error } = await stage.run(EACH, { items });
			const idOf = (text: string) =>
				stage.simulator.tasks().find(({ body }) => String(body.prompt).startsWith(text))?.id;
			expect(error?.message).toMatch(/photorealistic/);
			expect(error?.description).toContain(`Task ID: ${idOf('bad')}`);
			expect(error?.description).toContain(`Finished tasks: ${idOf('good')}`);
			expect(error?.description).toContain(`Tasks still running: ${idOf('long')}`);
			expect(error?.description).toContain('Items not submitted: 2');
			expect(bought(stage)).toHaveLength(3);
			expect(stage.simulator.requestsOf('cancel')).toEqual([]);
		});
	});
});

describe('the error that stops the workflow', () => {
	it.concurrent('names every paid task with its item, however many', async () => {
		await onStage(async (stage) => {
			stage.simulator.setConcurrency(stage.key, 70);
			const fine = Array.from({ length: 60 }, (_, place) => `fine ${place}`);
			const items = prompts(...fine, 'bad [fail:1505] [time:20000]');
			const { error } = await stage.run(EACH, { items });
			const made = stage.simulator
				.tasks()
				.filter(({ body }) => body.prompt !== 'bad [fail:1505] [time:20000]');
			expect(made).toHaveLength(60);
			const told = error?.messages.join('\n') ?? '';
			for (const { id, body } of made) {
				expect(told).toContain(`Item ${fine.indexOf(String(body.prompt))}: task ${id}, finished`);
			}
			expect(error?.description).toMatch(/\d{19} \(item \d+\), and 10 more/);
		});
	});
});

describe('Stop', () => {
	it.concurrent('awaits the submission under way and cancels what is outstanding', async () => {
		await onStage(async (stage) => {
			const { simulator, key } = stage;
			simulator.setConcurrency(key, 3);
			const execution = await stage.start(
				{ prompt: ITEM_PROMPT },
				{ items: prompts('a [never]', 'b [never]', 'c [never]', 'd', 'e') },
			);
			while (simulator.tasks().length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
			execution.stop();
			await execution.finished.catch(() => undefined);
			while (simulator.tasks().some(({ state }) => state !== 'CANCEL')) {
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
			expect(simulator.tasks()).toHaveLength(3);
			expect(simulator.requestsOf('submit')).toHaveLength(3);
			expect(simulator.counters.charges).toBe(0);
		});
	});
});

describe('price limits', () => {
	it.concurrent('keep a task that costs too much from being submitted', async () => {
		await onStage(async (stage) => {
			const dear = await stage.run({ options: { maxPrice: 0.3 } });
			expect(dear.error?.message).toMatch(
				/would cost 0\.4 CNY, more than Maximum Price allows \(0\.3\)/,
			);
			expect(bought(stage)).toEqual([]);
			const cheap = await stage.run({ options: { maxPrice: 0.4 } });
			expect(cheap.error).toBeUndefined();
			expect(bought(stage)).toHaveLength(1);
		});
	});

	it.concurrent('keep an execution that costs too much from submitting anything', async () => {
		await onStage(async (stage) => {
			const dear = await stage.run({ ...EACH, options: { maxTotalPrice: 1.9 } }, { items: FIVE });
			expect(dear.error?.message).toMatch(/5 tasks together would cost 2 CNY.*\(1\.9\)/);
			expect(bought(stage)).toEqual([]);
			const fits = await stage.run({ ...EACH, options: { maxTotalPrice: 2 } }, { items: FIVE });
			expect(fits.error).toBeUndefined();
			expect(bought(stage)).toHaveLength(5);
		});
	});

	it.concurrent('hold over all rounds of a loop', async () => {
		await onStage(async (stage) => {
			// A task costs 0.4: the second round would pass the limit.
			const { error, runs } = await stage.run({ options: { maxTotalPrice: 0.5 } }, { loop: true });
			expect(error?.message).toMatch(
				/would cost 0\.4 CNY, after 0\.4 CNY spent before in this execution.*\(0\.5\)/,
			);
			expect(runs).toHaveLength(2);
			expect(bought(stage)).toHaveLength(1);
		});
	});

	it.concurrent('count failed tasks, over two rounds of a loop with three tries each', async () => {
		await onStage(async (stage) => {
			const { runs } = await stage.run(
				{ prompt: '[fail:1505]', options: { maxTotalPrice: 1.7 } },
				{ loop: true, retryOnFail: true, maxTries: 3, onError: 'continueRegularOutput' },
			);
			expect(runs).toHaveLength(2);
			expect(runs[1]?.[0]?.json.error).toMatch(/after 1\.6 CNY spent before/);
			// 0.4 each: four fit, of the six that the tries would buy.
			expect(bought(stage)).toHaveLength(4);
		});
	});

	it.concurrent.each([0.3, 0.4, 0.9, 1.3, 2.1, 3])(
		'of %p hold whatever becomes of the tasks, over two rounds and three tries',
		async (maxTotalPrice) => {
			await onStage(async (stage) => {
				// A task whose answer got lost may be charged, too.
				stage.simulator.faults.add({ on: 'submit', kind: 'reset', taskCreated: true, skip: 2 });
				await stage.run(
					{ ...EACH, options: { maxTotalPrice } },
					{
						loop: true,
						items: prompts('[fail:1505]', 'fine'),
						retryOnFail: true,
						maxTries: 3,
						onError: 'continueRegularOutput',
					},
				);
				const spent = stage.simulator.tasks().reduce((sum, { price }) => sum + price, 0);
				expect(spent).toBeLessThanOrEqual(maxTotalPrice + 1e-9);
				// Nor is it kept by buying nothing.
				expect(bought(stage).length > 0).toBe(maxTotalPrice >= 0.8);
			});
		},
	);

	it.concurrent('do not count what RunningHub refused without making a task', async () => {
		await onStage(async (stage) => {
			stage.simulator.faults.add({ on: 'submit', kind: 'code', code: '1007' });
			const { error } = await stage.run(
				{ options: { maxTotalPrice: 0.4 } },
				{ retryOnFail: true, maxTries: 2 },
			);
			expect(error).toBeUndefined();
			expect(bought(stage)).toHaveLength(1);
		});
	});

	it.concurrent('are the lowest of all items', async () => {
		await onStage(async (stage) => {
			const items = [5, 0.5].map((limit) => ({ json: { limit } }));
			const { error } = await stage.run(
				{ options: { maxTotalPrice: '={{ $json.limit }}' } },
				{ items },
			);
			expect(error?.message).toMatch(/2 tasks together would cost 0\.8 CNY.*\(0\.5\)/);
			expect(bought(stage)).toEqual([]);
		});
	});

	it.concurrent('refuse a task without a price preview', async () => {
		await onStage(
			async (stage) => {
				const { error } = await stage.run({ options: { maxTotalPrice: 100 } });
				expect(error?.message).toMatch(/gives no price preview/);
				expect(bought(stage)).toEqual([]);
			},
			{ settings: { pricePreview: 'off' } },
		);
	});

	it.concurrent('refuse each item under Continue On Fail', async () => {
		await onStage(async (stage) => {
			const { outputs } = await stage.run(
				{ ...EACH, options: { maxTotalPrice: 1 } },
				{ items: FIVE, onError: 'continueRegularOutput' },
			);
			expect(outputs[0]).toHaveLength(5);
			expect(outputs[0]?.every(({ json }) => json.error !== undefined)).toBe(true);
			expect(bought(stage)).toEqual([]);
		});
	});
});

describe('a node-keyed model', () => {
	const values = {
		model: 'rhart-image/z-image/turbo',
		form: { '28##select': '16:9' },
		options: { maxPrice: 100 },
	};

	it.each([
		['aliasShown', { prompt: 'A lighthouse', aspectRatio: '16:9' }],
		['aliasIndex', { prompt: 'A lighthouse', aspectRatio: '5' }],
		['nodeIndex', { '10##text': 'A lighthouse', '28##select': '5' }],
		['nodeShown', { '10##text': 'A lighthouse', '28##select': '16:9' }],
	] as const)('is priced and bought once where %s is taken', async (nodeKeyedForm, body) => {
		await onStage(
			async (stage) => {
				const { error } = await stage.run(values);
				expect(error).toBeUndefined();
				expect(stage.simulator.tasks().map((task) => task.body)).toEqual([body]);
				expect(stage.simulator.requestsOf('price').at(-1)?.body).toEqual(body);
				expect(stage.simulator.requestsOf('submit')).toHaveLength(1);
			},
			{ settings: { nodeKeyedForm } },
		);
	});

	it.each([
		['the price preview', { maxPrice: 100 }, 'gives no price preview'],
		['the run', {}, 'each of the 4 ways'],
	])('refused in every way by %s costs nothing and says so once', async (_by, options, said) => {
		await onStage(
			async (stage) => {
				const { error } = await stage.run({ ...values, options });
				const { message, description } = error ?? {};
				expect(`${message} ${description}`).toContain(said);
				expect(`${message} ${description}`.split('PARAMS_INVALID')).toHaveLength(2);
				expect(stage.simulator.tasks()).toEqual([]);
			},
			{ settings: { nodeKeyedForm: 'none' } },
		);
	});
});
