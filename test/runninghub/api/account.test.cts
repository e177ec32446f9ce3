import { getAccount, getQueueStatus, keyAbilities } from '../../../runninghub/api/account';
import { submitModel } from '../../../runninghub/api/models';
import { SIMULATOR_KEYS, UNKNOWN_KEY } from '../../simulator/simulator.cts';
import { bodyWith, createBench, KEY, MODEL } from '../bench.cts';
import { errorOf } from '../error-of.cts';
import { scriptedTransport } from '../scripted-transport.cts';

describe('the queue status', () => {
	it('has numbers as numbers, other clients included', async () => {
		const { simulator, transport, clock } = createBench();
		simulator.occupy(KEY, 3);
		await submitModel(transport, MODEL, bodyWith('[never]'));
		await clock.advance(1000);
		await submitModel(transport, MODEL, bodyWith('[never]'));
		expect(await getQueueStatus(transport)).toEqual({
			keyType: 'SHARED',
			limit: 50,
			running: 4,
			queued: 1,
			current: 5,
		});
	});

	it('reads what is missing as unknown, or as nothing', async () => {
		const json = { code: 0, data: { runningCount: '2', queuedCount: 1 } };
		expect(await getQueueStatus(scriptedTransport({ json }))).toEqual({
			keyType: '',
			limit: null,
			running: 2,
			queued: 1,
			current: 3,
		});
	});

	it('without data is a passing fault', async () => {
		const { facts } = await errorOf(
			getQueueStatus(scriptedTransport({ json: { code: 0, data: null } })),
		);
		expect(facts).toMatchObject({ kind: 'server', temporary: true });
	});

	it.each(['http401', 'code401', 'keyNotFound', 'userNotFound', 'userNotExist'] as const)(
		'tells a wrong key: %s',
		async (wrongKeyReply) => {
			const { transport } = createBench({ settings: { wrongKeyReply } }, UNKNOWN_KEY);
			expect((await errorOf(getQueueStatus(transport))).kind).toBe('auth');
		},
	);
});

describe('what a key can run', () => {
	it.each([
		['SHARED', { canRunModels: true, canRunAppsAndWorkflows: true }],
		['NORMAL', { canRunModels: false, canRunAppsAndWorkflows: true }],
		['EXCLUSIVE', { canRunModels: false, canRunAppsAndWorkflows: true }],
		['', {}],
		['TEAM', {}],
	])('is told of the kind "%s"', (keyType, abilities) => {
		expect(keyAbilities(keyType)).toEqual(abilities);
	});
});

describe('the account', () => {
	it.each([
		['shared', { coins: 0, money: 1000, currency: 'CNY', keyType: 'SHARED' }],
		['normal', { coins: 177_814, money: null, currency: '', keyType: 'NORMAL' }],
	] as const)('of a %s key', async (kind, account) => {
		const { transport } = createBench({}, SIMULATOR_KEYS.cn[kind]);
		expect(await getAccount(transport)).toEqual({ ...account, currentTasks: 0 });
	});

	it('is paid in USD on the other site', async () => {
		const { transport } = createBench({ site: 'ai' }, SIMULATOR_KEYS.ai.shared);
		expect(await getAccount(transport)).toMatchObject({ currency: 'USD' });
	});

	it('is asked with the key in the body, and once more without it when that is refused', async () => {
		const { simulator, transport } = createBench({ settings: { legacyBodyKey: 'refused' } });
		expect(await getAccount(transport)).toMatchObject({ keyType: 'SHARED' });
		expect(simulator.requestsOf('account').map(({ body }) => body)).toEqual([{ apikey: KEY }, {}]);
	});

	it('of a wrong key is refused', async () => {
		const { transport } = createBench({}, UNKNOWN_KEY);
		const error = await errorOf(getAccount(transport));
		expect(error.facts).toMatchObject({ kind: 'auth' });
		expect(JSON.stringify(error.facts)).not.toContain(UNKNOWN_KEY);
	});
});
