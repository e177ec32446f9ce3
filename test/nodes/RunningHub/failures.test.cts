import { SIMULATOR_KEYS, UNKNOWN_KEY, type SimulatorOptions } from '../../simulator/simulator.cts';
import { ITEM_PROMPT, onStage, PICTURE, prompts, type Stage } from './stage.cts';

interface Failure {
	readonly name: string;
	/** The prompt of the item that fails. */
	readonly prompt?: string;
	readonly options?: SimulatorOptions & { readonly key?: string };
	readonly arrange?: (stage: Stage) => void;
	readonly message: RegExp;
	readonly hint: RegExp;
	readonly kind: string;
	/** Whether there is a task that the message must name. */
	readonly hasTask: boolean;
	/** Whether the whole key is concerned, so that every item fails alike. */
	readonly everyItem?: boolean;
	readonly timeoutMinutes?: number;
}

const FAILURES: readonly Failure[] = [
	{
		name: 'a wrong key, answered with HTTP 401',
		options: { key: UNKNOWN_KEY, settings: { wrongKeyReply: 'http401' } },
		message: /refused the API key/,
		hint: /Check the API key and the site/,
		kind: 'auth',
		hasTask: false,
		everyItem: true,
	},
	{
		name: 'a wrong key, answered with HTTP 200',
		options: { key: UNKNOWN_KEY, settings: { wrongKeyReply: 'errorCode1002' } },
		message: /refused the API key/,
		hint: /Check the API key and the site/,
		kind: 'auth',
		hasTask: false,
		everyItem: true,
	},
	{
		name: 'a key of the wrong kind',
		options: { key: SIMULATOR_KEYS.cn.normal },
		message: /Models need an enterprise \(SHARED\) API key/,
		hint: /Create an enterprise \(SHARED\) API key/,
		kind: 'auth',
		hasTask: false,
		everyItem: true,
	},
	{
		name: 'an empty wallet',
		options: { key: SIMULATOR_KEYS.cn.emptyShared },
		message: /balance at RunningHub is too low/,
		hint: /Top up the wallet/,
		kind: 'balance',
		hasTask: false,
		everyItem: true,
	},
	{
		name: 'a full queue',
		arrange: ({ simulator, key }) => simulator.occupy(key, 50),
		message: /already runs as many tasks as it may/,
		hint: /Max Concurrent Tasks/,
		kind: 'busy',
		hasTask: false,
		everyItem: true,
		timeoutMinutes: 0.001,
	},
	{
		name: 'a model that the China site offers no longer',
		options: { settings: { withdrawnModels: [PICTURE] } },
		message: /^The model Nano Banana Pro low price is no longer offered on the China site/,
		hint: /Use the International site.*or choose another model/,
		kind: 'notFound',
		hasTask: false,
		everyItem: true,
	},
	{
		name: 'a refusal for a reason that is in no table',
		prompt: 'b [reject:31999]',
		message: /RunningHub answered: Error 31999/,
		hint: /RunningHub's own words/,
		kind: 'server',
		hasTask: false,
	},
	{
		name: 'a prompt refused at submission',
		prompt: 'b [reject:1501]',
		message: /content check refused/,
		hint: /Change the prompt/,
		kind: 'policy',
		hasTask: false,
	},
	{
		name: 'a prompt refused by the running model',
		prompt: 'b [fail:1505]',
		message: /photorealistic real people/,
		hint: /without real people/,
		kind: 'policy',
		hasTask: true,
	},
	{
		name: 'a failed ComfyUI node',
		prompt: 'b [fail:node]',
		message: /VHS_LoadVideo \(276\) stopped the task: TypeError/,
		hint: /Correct the input of this ComfyUI node/,
		kind: 'taskFailed',
		hasTask: true,
	},
	{
		name: 'a vanished task',
		prompt: 'b [vanish]',
		message: /no longer knows task \d{19}/,
		hint: /call records/,
		kind: 'notFound',
		hasTask: true,
	},
	{
		name: 'an HTML 502 on submit',
		arrange: ({ simulator }) =>
			simulator.faults.add({
				on: 'submit',
				kind: 'badGateway',
				match: ({ body }) => JSON.stringify(body).includes('bad item'),
			}),
		prompt: 'bad item',
		message: /Whether RunningHub made a task is unknown.*HTTP 502/,
		hint: /not submitted a second time, as that could be charged twice[^]*Task → Wait/,
		kind: 'uncertain',
		hasTask: false,
	},
	{
		name: 'an HTML 502 on every query',
		prompt: 'b [slow]',
		arrange: ({ simulator }) => {
			simulator.faults.add({
				on: 'query',
				kind: 'unauthorized',
				times: Number.POSITIVE_INFINITY,
				match: ({ body }) =>
					JSON.stringify(body).includes(
						simulator.tasks().find((task) => JSON.stringify(task.body).includes('[slow]'))?.id ??
							'-',
					),
			});
		},
		message: /Task \d{19} was submitted, but its state could not be read/,
		hint: /Task → Wait/,
		kind: 'auth',
		hasTask: true,
	},
	{
		name: 'a connection cut after the task was made',
		prompt: 'bad item',
		arrange: ({ simulator }) =>
			simulator.faults.add({
				on: 'submit',
				kind: 'reset',
				taskCreated: true,
				match: ({ body }) => JSON.stringify(body).includes('bad item'),
			}),
		message: /Whether RunningHub made a task is unknown/,
		hint: /not submitted a second time/,
		kind: 'uncertain',
		hasTask: false,
	},
	{
		name: 'a task that is not finished in time',
		prompt: 'b [never]',
		message: /Task \d{19} is not finished within the time limit/,
		hint: /Task → Wait/,
		kind: 'timeout',
		hasTask: true,
		timeoutMinutes: 0.2,
	},
];

describe.each(FAILURES)('with $name', (failure) => {
	const { prompt = 'b', timeoutMinutes } = failure;
	const values = {
		prompt: ITEM_PROMPT,
		options: timeoutMinutes === undefined ? {} : { timeoutMinutes },
	};
	const items = prompts('a', prompt, 'c');
	const failing = failure.everyItem === true ? 0 : 1;

	it.concurrent('stops with its own message, next step, item and task', async () => {
		await onStage(async (stage) => {
			failure.arrange?.(stage);
			const { error, saved, run } = await stage.run(values, { items });
			expect(error?.message).toMatch(failure.message);
			// n8n's panel shows it as "Error code".
			const shown: unknown = Reflect.get(Object(run.data.resultData.error), 'httpCode') ?? null;
			const code = /RunningHub code: (\S+?)\.?(?:\s|$)/.exec(error?.description ?? '')?.[1] ?? null;
			if (!/^[45]\d\d$/.test(String(shown))) expect(shown).toBe(code);
			expect(error?.description).toMatch(failure.hint);
			expect(error?.itemIndex).toBe(failing);
			expect(/Task ID: \d{19}/.test(error?.description ?? '')).toBe(failure.hasTask);
			expect(saved).not.toContain(stage.key);
		}, failure.options);
	});

	it.concurrent.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'leaves the other items unharmed under %s',
		async (onError) => {
			await onStage(async (stage) => {
				failure.arrange?.(stage);
				const { outputs, error, saved } = await stage.run(values, { items, onError });
				expect(error).toBeUndefined();
				const rows = outputs.flat();
				const failed = rows.filter(({ json }) => json.error !== undefined);
				const fine = rows.filter(({ json }) => json.status === 'SUCCESS');
				expect(failed).toHaveLength(failure.everyItem === true ? 3 : 1);
				expect(fine).toHaveLength(failure.everyItem === true ? 0 : 2);
				expect(fine.every(({ binary }) => binary?.data?.mimeType === 'image/png')).toBe(true);
				if (onError === 'continueErrorOutput') {
					expect(outputs[1]).toEqual(failed);
				} else {
					expect(outputs[0]).toHaveLength(3);
				}
				const [first] = failed;
				expect(first?.json.error).toMatch(failure.message);
				const { details } = first?.json ?? {};
				const hasCode = details instanceof Object && 'code' in details;
				expect(details).toEqual({
					kind: failure.kind,
					...(failure.hasTask && {
						taskId: expect.stringMatching(/^\d{19}$/),
						status: expect.any(String),
					}),
					...(hasCode && { code: expect.any(String) }),
					hint: expect.stringMatching(failure.hint),
				});
				expect(first?.pairedItem).toEqual({ item: failing });
				expect(saved).not.toContain(stage.key);
			}, failure.options);
		},
	);
});
