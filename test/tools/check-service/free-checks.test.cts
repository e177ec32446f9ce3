import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freeChecks, runChecks } from '../../../tools/check-service/run-checks.cts';
import type { NodeKeyedForm, WrongKeyReply } from '../../simulator/settings.cts';
import { SIMULATOR_KEYS, UNKNOWN_KEY, type LoggedRequest } from '../../simulator/simulator.cts';
import { DRIFTS } from './drifts.cts';
import { others, Station } from './station.cts';

const PAGE = join(__dirname, '../../../docs/runninghub-api.md');
const MARK = 'checked by `npm run check:service`';

let station: Station;

beforeEach(async () => {
	station = new Station();
	await station.open();
});

afterEach(async () => {
	await station.close();
});

/** Sections of docs/runninghub-api.md that say that they are checked, by number. */
function sectionsThatSaySo(): string[] {
	const page = readFileSync(PAGE, 'utf8');
	return page
		.split(/^#{2,3} /m)
		.filter((section) => section.toLowerCase().includes(MARK))
		.map((section) => /^\d+(?:\.\d+)?/.exec(section)?.[0] ?? section.slice(0, 20));
}

it('finds the simulator as the page says, with each kind of key, and buys nothing', async () => {
	const { shared, normal, exclusive } = SIMULATOR_KEYS.ai;
	expect(others(await station.check(0, shared))).toEqual([]);
	const rows = await station.check(0, normal);
	expect(rows.filter(({ verdict }) => verdict === 'different')).toEqual([]);
	expect(rows.find(({ section }) => section === '10')?.seen).toMatch(/^code 1014/);
	const dedicated = await station.check(0, exclusive);
	expect(dedicated.filter(({ verdict }) => verdict === 'different')).toEqual([]);
	expect(station.simulator.tasks()).toEqual([]);
});

it('says in each section that is checked that it is, and in no other', async () => {
	const { shared, normal } = SIMULATOR_KEYS.ai;
	const rows = [...(await station.check(100, shared)), ...(await station.check(0, normal))];
	expect(new Set(sectionsThatSaySo())).toEqual(new Set(rows.map(({ section }) => section)));
});

describe('sees each statement drift, and no other', () => {
	const WAYS = / with (?:alias|node key) and /;
	const usual = freeChecks(new Station().visit(), 'SHARED')
		.map(({ statement }) => statement)
		.filter((statement) => !WAYS.test(statement) && !statement.endsWith('in one of these ways'));

	it.each(usual)('%s', async (statement) => {
		const drift = DRIFTS.get(statement);
		if (drift === undefined) throw new Error('there is no drift for this statement');
		drift(station);
		expect(others(await station.check())).toEqual([statement]);
	});

	it('A consumer key gets no price preview', async () => {
		station.simulator.settings.modelKeyKinds = ['SHARED', 'NORMAL'];
		const rows = await station.check(0, SIMULATOR_KEYS.ai.normal);
		expect(
			rows.filter(({ verdict }) => verdict === 'different').map((row) => row.statement),
		).toEqual(['A consumer key gets no price preview']);
	});

	it('Node-keyed models: a way that is refused in another way than said', async () => {
		const checks = () =>
			freeChecks(station.visit(), 'SHARED').filter(({ section }) => section === '3.3');
		const ways = checks().filter(({ statement }) => WAYS.test(statement));
		expect(ways.length).toBeGreaterThan(20);
		const before = new Map<string, number>();
		for (const { statement } of ways) {
			const [endpoint = ''] = statement.split(WAYS);
			const skip = before.get(endpoint) ?? 0;
			before.set(endpoint, skip + 1);
			const match = ({ path }: LoggedRequest) => path.endsWith(`/${endpoint}`);
			const active = station.simulator.faults.add({
				on: 'price',
				kind: 'code',
				code: '1000',
				skip,
				match,
			});
			expect(others(await runChecks(checks(), station.visit()))).toEqual([statement]);
			active.remove();
		}
	});

	it('Node-keyed models: no way is taken', async () => {
		station.simulator.settings.nodeKeyedForm = 'none';
		const rows = others(await station.check());
		expect(rows.length).toBeGreaterThan(4);
		expect(rows.every((statement) => statement.endsWith('in one of these ways'))).toBe(true);
	});
});

it.each<[NodeKeyedForm, string]>([
	['aliasShown', 'alias and shown value'],
	['aliasIndex', 'alias and index'],
	['nodeIndex', 'node key and index'],
	['nodeShown', 'node key and shown value'],
])('tells which way a node-keyed model takes: %s', async (form, name) => {
	station.simulator.settings.nodeKeyedForm = form;
	const rows = await station.check();
	expect(others(rows)).toEqual([]);
	const ways = 'rhart-image/f-2-dev/text-to-image is taken in one of these ways';
	expect(rows.find(({ statement }) => statement === ways)?.seen).toBe(name);
});

it.each<WrongKeyReply>([
	'http401',
	'http401Text',
	'code401',
	'keyNotFound',
	'code802',
	'userNotFound',
	'userNotExist',
	'errorCode1002',
])('knows a wrong key by each answer of the page: %s', async (reply) => {
	station.simulator.settings.wrongKeyReply = reply;
	const checks = freeChecks(station.visit(), 'SHARED').filter(({ section }) => section === '1.5');
	expect(others(await runChecks(checks, station.visit()))).toEqual([]);
});

it('takes the next model of a kind where the site has one no longer', async () => {
	station.simulator.settings.withdrawnModels = ['rhart-image-v1/text-to-image'];
	expect(others(await station.check())).toEqual([]);
});

it('does not call a statement different for want of what it needs', async () => {
	station.simulator.faults.add({ on: 'upload', kind: 'serverError', times: Infinity });
	station.simulator.faults.add({ on: 'appList', kind: 'badGateway', times: Infinity });
	station.simulator.settings.registry = { text: '[{"endpoint": "a/b"' };
	const rows = await station.check();
	const differing = rows.filter(({ verdict }) => verdict === 'different');
	expect([...new Set(differing.map(({ section }) => section))]).toEqual([
		'1.5',
		'5.1',
		'11',
		'13.4',
	]);
	const unchecked = rows.filter(({ verdict }) => verdict === 'not checked');
	expect(new Set(unchecked.map(({ section }) => section))).toEqual(
		new Set(['3.3', '9', '11', '13.3']),
	);
});

it('waits for a busy service', async () => {
	station.simulator.faults.add({ on: 'price', kind: 'tooManyRequests', times: 3 });
	station.simulator.faults.add({ on: 'keyList', kind: 'code', code: '1003', times: 2 });
	expect(others(await station.check())).toEqual([]);
});

it('checks nothing with a key that the site refuses, or without an answer', async () => {
	await expect(station.check(0, UNKNOWN_KEY)).rejects.toThrow(
		/^the simulator refuses the key .*Check RUNNINGHUB_API_KEY and RUNNINGHUB_SITE\.$/,
	);
	station.simulator.faults.add({ on: 'queueStatus', kind: 'reset', times: Infinity });
	await expect(station.check()).rejects.toThrow(/^the simulator cannot be checked\. /);
});
