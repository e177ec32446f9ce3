import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Row } from './check-service/check.cts';
import { report, summary, table } from './check-service/report.cts';
import { bySection, freeChecks, kindOfKey, runChecks } from './check-service/run-checks.cts';
import { serviceOfEnvironment, simulatedService, type Service } from './check-service/service.cts';
import { spend } from './check-service/spend.cts';
import { Visit } from './check-service/visit.cts';
import { WORK_FOLDER } from './project.cts';
import { say, step } from './steps.cts';

const USAGE = `npm run check:service                     checks the statements of docs/runninghub-api.md that cost nothing
npm run check:service -- --spend AMOUNT   also runs the cheapest models of each kind, for AMOUNT altogether at most
npm run check:service -- --simulator      checks the simulator instead, as the short form for CI
                         --report FILE    where the report goes, .n8n/service-report.md unless told

Environment: RUNNINGHUB_API_KEY is the key, RUNNINGHUB_SITE its site (international or china),
RUNNINGHUB_BASE_URL another address than the site's own, whose list of models is at
<base URL>/models_registry.json. AMOUNT is in the currency of the site.

Ends with 1 when something differs. The report holds no key, no id and nothing about the account.`;

interface Wishes {
	readonly simulator: boolean;
	/** In the site's currency; 0: nothing. */
	readonly amount: number;
	readonly reportFile: string;
}

/** @throws Error when the arguments make no sense. */
function readArguments(args: string[]): Wishes | undefined {
	const { values } = parseArgs({
		args,
		options: {
			spend: { type: 'string' },
			simulator: { type: 'boolean', default: false },
			report: { type: 'string', default: join(WORK_FOLDER, 'service-report.md') },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) return undefined;
	const amount = values.spend === undefined ? 0 : Number(values.spend);
	if (values.spend !== undefined && !(Number.isFinite(amount) && amount > 0)) {
		throw new Error(`--spend is '${values.spend}': it must be an amount above 0, such as 0.5.`);
	}
	return { simulator: values.simulator, amount, reportFile: resolve(values.report) };
}

async function checkService(service: Service, { amount, reportFile }: Wishes): Promise<Row[]> {
	const visit = new Visit(service);
	const keyKind = await kindOfKey(visit);
	const free = await step(`Checking ${service.name} with a key of kind ${keyKind}`, () =>
		runChecks(freeChecks(visit, keyKind), visit),
	);
	const rows = bySection([...free, ...(await spend(visit, keyKind, amount, say))]);
	say(`\n${table(rows)}\n\n${summary(rows)}`);
	await mkdir(dirname(reportFile), { recursive: true });
	await writeFile(reportFile, report(rows, { service: service.name, keyKind, date: new Date() }));
	say(`Report: ${reportFile}`);
	return rows;
}

async function main(): Promise<void> {
	const wishes = readArguments(process.argv.slice(2));
	if (wishes === undefined) {
		say(USAGE);
		return;
	}
	const service = wishes.simulator ? await simulatedService() : serviceOfEnvironment(process.env);
	try {
		const rows = await checkService(service, wishes);
		if (rows.some(({ verdict }) => verdict === 'different')) process.exitCode = 1;
	} finally {
		await service.close();
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
