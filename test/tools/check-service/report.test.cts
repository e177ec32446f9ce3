import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report, summary, table } from '../../../tools/check-service/report.cts';
import { APP_IDS } from '../../simulator/fixtures.cts';
import { SIMULATOR_KEYS } from '../../simulator/simulator.cts';
import { Station } from './station.cts';

const PROJECT = join(__dirname, '../../..');
const KEY = SIMULATOR_KEYS.ai.shared;
const MONEY = 98_765.43;
const COINS = 7_654_321;

interface Run {
	readonly code: number | string;
	readonly stdout: string;
	readonly stderr: string;
}

let station: Station;
let folder: string;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'check-service-'));
	station = new Station();
	await station.open();
	station.simulator.setWallet(KEY, { money: MONEY, coins: COINS });
});

afterEach(async () => {
	await station.close();
	rmSync(folder, { recursive: true });
});

async function program(args: string[], environment: Record<string, string> = {}): Promise<Run> {
	const { RUNNINGHUB_API_KEY: _key, RUNNINGHUB_SITE: _site, ...rest } = process.env;
	return await new Promise((resolve) => {
		execFile(
			process.execPath,
			['--require', 'tsx/cjs', 'tools/check-service.cts', ...args],
			{ cwd: PROJECT, env: { ...rest, ...environment } },
			(error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }),
		);
	});
}

it('a report holds no key, no id, no address and nothing about the account, whatever was answered', async () => {
	const words = `Task 1990246754754945030 of kim@example.com, key ${KEY}, https://files.example.com/a.png, 0123456789abcdef01234567, balance ${COINS} at ${station.baseUrl}`;
	const kinds = [
		'workflowGraph',
		'status',
		'outputs',
		'cancel',
		'resourceList',
		'keyList',
	] as const;
	for (const on of kinds) {
		station.simulator.faults.add({
			on,
			kind: 'code',
			code: '1234',
			message: words,
			times: Infinity,
		});
	}
	const secrets = [
		...Object.values(SIMULATOR_KEYS.ai),
		station.baseUrl,
		'127.0.0.1',
		String(MONEY),
		String(COINS),
		'1990246754754945030',
		'1999999999999999999',
		'kim@example.com',
		'files.example.com',
		'0123456789abcdef',
		...Object.values(APP_IDS),
	];
	const rows = await station.check(100);
	expect(rows.filter(({ seen }) => seen.includes('code 1234')).length).toBeGreaterThan(4);
	const ids = station.simulator.tasks().map(({ id }) => id);
	expect(ids).toHaveLength(5);
	const facts = { service: 'the simulator', keyKind: 'SHARED', date: new Date() };
	const shared = report(rows, facts) + table(rows);
	for (const secret of [...secrets, ...ids]) expect(shared).not.toContain(secret);
	expect(shared).not.toMatch(/openapi\/[0-9a-f]{8}|\d{6}/);
	for (const { statement } of rows) expect(report(rows, facts)).toContain(statement);
});

it('counts each verdict, and shows which rows differ', async () => {
	const row = { section: '6.2', statement: 'A | B', expected: 'C', seen: 'D' };
	const rows = [
		{ ...row, verdict: 'same' },
		{ ...row, verdict: 'different' },
		{ ...row, verdict: 'not checked' },
	] as const;
	expect(summary(rows)).toBe('1 same, 1 different, 1 not checked');
	expect(table(rows)).toContain('DIFFERENT');
	const page = report(rows, { service: 'S', keyKind: 'SHARED', date: new Date(0) });
	expect(page).toContain('S, with a key of kind SHARED, 1970-01-01: 1 same');
	expect(page).toContain('| 6.2 | A \\| B | C | D | different |');
});

it('the program checks a base URL with the key of the environment, and ends with 1 where it differs', async () => {
	const file = join(folder, 'report.md');
	station.simulator.faults.add({ on: 'workflowGraph', kind: 'code', code: '301', times: Infinity });
	const { code, stdout } = await program(['--report', file], {
		RUNNINGHUB_API_KEY: KEY,
		RUNNINGHUB_BASE_URL: `${station.baseUrl}/`,
	});
	expect(code).toBe(1);
	expect(stdout).toMatch(/The graph of a workflow that does not exist is refused .* DIFFERENT/);
	expect(stdout).not.toContain(KEY);
	const page = readFileSync(file, 'utf8');
	expect(page).toContain('| different |');
	expect(page).not.toContain(KEY);
	expect(page).not.toContain(station.baseUrl);
});

it('the program finds the simulator as the page says, without a key', async () => {
	const file = join(folder, 'report.md');
	const { code, stdout } = await program(['--simulator', '--report', file]);
	expect(stdout).toContain('0 different, 0 not checked');
	expect(code).toBe(0);
	expect(readFileSync(file, 'utf8')).toMatch(/^the simulator, with a key of kind SHARED, /m);
});

it.each([
	[[], {}, /RUNNINGHUB_API_KEY holds no key/],
	[[], { RUNNINGHUB_API_KEY: KEY, RUNNINGHUB_SITE: 'mars' }, /'mars'.*international or china/],
	[['--spend', 'much'], { RUNNINGHUB_API_KEY: KEY }, /--spend is 'much'/],
	[['--spend', '-1'], { RUNNINGHUB_API_KEY: KEY }, /--spend/],
])('the program refuses %j with %j', async (args, environment, message) => {
	const { code, stderr } = await program(args, environment);
	expect(code).toBe(1);
	expect(stderr).toMatch(message);
});
