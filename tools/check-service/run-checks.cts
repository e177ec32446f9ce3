import { accountChecks } from './account-checks.cts';
import { appChecks } from './app-checks.cts';
import { NotChecked, type Check, type Row, type Seen } from './check.cts';
import { listChecks } from './list-checks.cts';
import { nodeKeyedChecks } from './node-keyed-checks.cts';
import { priceChecks } from './price-checks.cts';
import { refusalChecks } from './refusal-checks.cts';
import { registryChecks } from './registry-checks.cts';
import { uploadChecks } from './upload-checks.cts';
import type { Visit } from './visit.cts';
import { shareable, told, toldError } from './words.cts';

/** The kind of key that is assumed where no call tells it. */
const USUAL_KIND = 'SHARED';

/**
 * The kind of the key to check with.
 *
 * @throws Error when the service cannot be reached, or refuses the key: nothing can be checked then.
 */
export async function kindOfKey(visit: Visit): Promise<string> {
	const answer = await visit.queueStatus();
	const { service } = visit;
	if (!answer.ok && answer.error.kind === 'network') {
		throw new Error(`${service.name} cannot be checked. ${answer.error.message}.`);
	}
	if (!answer.ok && answer.error.facts.keyRefused === true) {
		const account = await visit.account();
		if (!account.ok && account.error.facts.keyRefused === true) {
			throw new Error(
				`${service.name} refuses the key (${shareable(told(answer), service.secrets)}). Check RUNNINGHUB_API_KEY and RUNNINGHUB_SITE.`,
			);
		}
	}
	return (await visit.keyKind()) || USUAL_KIND;
}

/** All checks that cost nothing, for a key of this kind. */
export function freeChecks(visit: Visit, keyKind: string): Check[] {
	return [
		...refusalChecks(visit),
		...priceChecks(visit, keyKind),
		...nodeKeyedChecks(visit, keyKind),
		...uploadChecks(visit),
		...accountChecks(visit, keyKind),
		...registryChecks(visit),
		...appChecks(visit),
		...listChecks(visit),
	];
}

async function look(check: Check): Promise<Seen> {
	try {
		return await check.look();
	} catch (error) {
		if (error instanceof NotChecked) return { verdict: 'not checked', seen: error.message };
		return { verdict: 'different', seen: toldError(error) };
	}
}

/** Runs one check. What it saw comes without secrets. */
export async function rowOf(check: Check, secrets: readonly string[]): Promise<Row> {
	const { section, statement, expected } = check;
	const { verdict, seen } = await look(check);
	return { section, statement, expected, verdict, seen: shareable(seen, secrets) };
}

/** Runs checks one after the other. */
export async function runChecks(checks: readonly Check[], visit: Visit): Promise<Row[]> {
	const rows: Row[] = [];
	for (const check of checks) rows.push(await rowOf(check, visit.service.secrets));
	return rows;
}

/** Rows in the order of the sections. */
export function bySection(rows: readonly Row[]): Row[] {
	const parts = ({ section }: Row) => section.split('.').map(Number);
	return [...rows].sort((left, right) => {
		const [chapter = 0, section = 0] = parts(left);
		const [otherChapter = 0, otherSection = 0] = parts(right);
		return chapter - otherChapter || section - otherSection;
	});
}
