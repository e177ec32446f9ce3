import { ITEM_PROMPT, onStage, prompts } from './stage.cts';

describe('a credential', () => {
	it.concurrent('works with blanks and "Bearer" around its key, which stays hidden', async () => {
		await onStage(async ({ run, simulator, key }) => {
			const { error } = await run({}, { credential: { apiKey: ` Bearer ${key}\n` } });
			expect(error).toBeUndefined();
			const told = await run(
				{ resource: 'aiApp', operation: 'getInputs', fields: { aiApp: '1' } },
				{ credential: { apiKey: ` Bearer ${key}\n` } },
			);
			expect(told.saved).not.toContain(key);
			const [submit] = simulator.requestsOf('submit');
			expect(submit?.headers.authorization).toBe(`Bearer ${key}`);
		});
	});

	it.concurrent.each([
		[
			'runninghub.example.com',
			/^The base URL "runninghub\.example\.com" does not begin with https/,
		],
		['https://runninghub .example.com', /^The base URL ".+" holds a blank$/],
		[
			'https://www.runninghub.ai/openapi/v2',
			/^The base URL ".+" goes on to a page or an endpoint$/,
		],
	])(
		'with the base URL %s is refused by name, before anything is sent',
		async (baseUrl, message) => {
			await onStage(async ({ run, simulator }) => {
				const { error } = await run({}, { credential: { baseUrl } });
				expect(error?.message).toMatch(message);
				expect(error?.description).toMatch(
					/Give the address alone.*: https:\/\/\S+ Correct the credential|such as https:\S+ Correct the credential/,
				);
				expect(error?.description).not.toMatch(/unknown|again|broke/);
				expect(simulator.requestsOf('submit')).toEqual([]);
			});
		},
	);

	it.concurrent('that cannot be used fails each item by itself under Continue', async () => {
		await onStage(async ({ run, simulator }) => {
			const { outputs, error } = await run(
				{ prompt: ITEM_PROMPT },
				{
					items: prompts('a', 'b'),
					credential: { baseUrl: 'runninghub.example.com' },
					onError: 'continueRegularOutput',
				},
			);
			expect(error).toBeUndefined();
			expect(outputs[0]?.map(({ json }) => json.error)).toEqual(
				Array.from({ length: 2 }, () => expect.stringMatching(/^The base URL .+ https:\/\/$/)),
			);
			expect(simulator.requestsOf('submit')).toEqual([]);
		});
	});

	it.concurrent('without a key is refused by name', async () => {
		await onStage(async ({ run }) => {
			const { error } = await run({}, { credential: { apiKey: 'Bearer ' } });
			expect(error?.message).toBe('The API key is empty');
		});
	});
});
