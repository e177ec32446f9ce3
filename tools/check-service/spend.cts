import { submitModel } from '../../runninghub/api/models';
import type { Model, OutputKind } from '../../runninghub/catalogue/model';
import { RunningHubError } from '../../runninghub/errors/runninghub-error';
import { asNumber, asText, type JsonObject } from '../../runninghub/json';
import { KeyScheduler } from '../../runninghub/scheduling/key-scheduler';
import { runBatch } from '../../runninghub/tasks/batch';
import type { JobOutcome } from '../../runninghub/tasks/batch-request';
import { Ledger } from '../../runninghub/tasks/submission/ledger';
import { judged, NotChecked, type Check, type Row } from './check.cts';
import { aModelFor, cheapModels, KINDS } from './models-of-kinds.cts';
import { pictureFor, previewOf, readPrice } from './price-checks.cts';
import { rowOf } from './run-checks.cts';
import { sampleBody } from './sample-form.cts';
import { fetchedLength } from './upload-checks.cts';
import type { Visit } from './visit.cts';
import { toldError } from './words.cts';

/** Models of a kind whose prices are asked for. */
const ASKED = 4;
/** Milliseconds that a task may take. */
const PATIENCE = 30 * 60_000;
/** Money is compared to this many decimals. */
const DECIMALS = 4;

/** A model that may be run, with what its run was said to cost. */
interface Offer {
	readonly kind: OutputKind;
	readonly model: Model;
	readonly body: JsonObject;
	readonly price: number;
}

async function offerOf(visit: Visit, kind: OutputKind, model: Model): Promise<Offer | undefined> {
	const body = sampleBody(model, await pictureFor(visit, model));
	if (body === undefined) return undefined;
	const answer = await previewOf(visit, model.endpoint, body);
	const price = asNumber(answer.body.estimatedPrice);
	const isKnown =
		readPrice(answer).isPrice && asText(answer.body.currency) === visit.service.currency;
	return isKnown && price !== null && price >= 0 ? { kind, model, body, price } : undefined;
}

/** The cheapest models of all kinds by their previews, the cheapest first. */
async function offers(visit: Visit): Promise<Offer[]> {
	const found: Offer[] = [];
	for (const kind of KINDS) {
		const ofKind: Offer[] = [];
		for (const model of cheapModels(kind).slice(0, ASKED)) {
			const offer = await offerOf(visit, kind, model).catch((error: unknown) => {
				if (error instanceof NotChecked) return undefined;
				throw error;
			});
			if (offer !== undefined) ofKind.push(offer);
		}
		const [cheapest] = ofKind.sort((left, right) => left.price - right.price);
		if (cheapest !== undefined) found.push(cheapest);
	}
	return found.sort((left, right) => left.price - right.price);
}

/** The offers that fit into an amount together, taken from the cheapest on. */
function within(all: readonly Offer[], amount: number): Offer[] {
	let left = amount;
	return all.filter(({ price }) => {
		if (round(price) > round(left)) return false;
		left -= price;
		return true;
	});
}

function round(money: number): number {
	return Number(money.toFixed(DECIMALS));
}

async function runOffer(
	visit: Visit,
	{ model, body, price }: Offer,
	say: (line: string) => void,
): Promise<JobOutcome<null>> {
	const { transport, clock } = visit.service;
	const [outcome] = await runBatch<null, null>({
		jobs: [
			{
				kind: model.endpoint,
				name: model.endpoint,
				ledgerKey: model.endpoint,
				timeout: PATIENCE,
				prepare: async () => null,
				submit: async () => {
					const task = await submitModel(transport, model.endpoint, body);
					// Said at once: whoever loses everything else finds the paid task by it.
					say(`  ${model.endpoint}: task ${task.taskId}`);
					return task;
				},
				price: () => price,
			},
		],
		transport,
		scheduler: new KeyScheduler(clock, Math.random),
		clock,
		logger: { debug: () => {}, info: () => {}, warn: () => {} },
		ledger: new Ledger({}),
		random: Math.random,
		wait: true,
		maxConcurrent: 1,
		signal: new AbortController().signal,
		collect: async () => null,
	});
	return outcome ?? { state: 'skipped' };
}

/** What the end of a run is checked for. */
function checksOfRun(offer: Offer, outcome: JobOutcome<null>): Check[] {
	const run = `The run of ${aModelFor(offer.kind)}`;
	const finished = () => {
		if (outcome.state !== 'finished') throw new NotChecked('the run did not end well');
		return outcome.task;
	};
	return [
		{
			section: '4.1',
			statement: `${run} ends with results`,
			expected: 'SUCCESS with a file or a text',
			look: async () => {
				if (outcome.state === 'failed') return judged(false, toldError(outcome.error));
				if (outcome.state !== 'finished') return judged(false, outcome.state);
				const { results } = outcome.task;
				const some = results.some(({ url, text }) => url !== null || text !== null);
				return judged(some, some ? 'SUCCESS with a file or a text' : 'SUCCESS with nothing');
			},
		},
		{
			section: '3.2',
			statement: `${run} costs what its preview said`,
			expected: 'the same amount',
			look: async () => {
				const { money, thirdParty } = finished().cost;
				if (money === null && thirdParty === null) return judged(false, 'no amount');
				const charged = round((money ?? 0) + (thirdParty ?? 0));
				const isSame = charged === round(offer.price);
				return judged(isSame, isSame ? 'the same amount' : charged < offer.price ? 'less' : 'more');
			},
		},
		{
			section: '9',
			statement: `The results of the run of ${aModelFor(offer.kind)} need no key`,
			expected: 'files that can be fetched',
			look: async () => {
				const links = finished().results.flatMap(({ url }) => (url === null ? [] : [url]));
				if (links.length === 0) throw new NotChecked('there is a text only');
				const lengths = await Promise.all(links.map(fetchedLength));
				const fault = lengths.find((length) => typeof length === 'string' || length === 0);
				return judged(
					fault === undefined,
					fault === undefined ? 'files that can be fetched' : `${fault}`,
				);
			},
		},
	];
}

/** Whether it is known what became of the money: otherwise nothing more is bought. */
function isSettled(outcome: JobOutcome<null>): boolean {
	if (outcome.state !== 'failed') return outcome.state === 'finished';
	const { error } = outcome;
	if (!(error instanceof RunningHubError)) return false;
	return error.facts.noTaskMade === true || error.facts.taskEnded === true;
}

/**
 * Runs the cheapest model of each kind, as long as all of them together cost no more than an amount.
 * Shows the prices first. The client runs them, one after the other, and none after an end that
 * leaves a paid task behind.
 *
 * @param amount in the currency of the site; 0 runs nothing.
 */
export async function spend(
	visit: Visit,
	keyKind: string,
	amount: number,
	say: (line: string) => void,
): Promise<Row[]> {
	if (amount === 0) return [];
	const { currency, secrets } = visit.service;
	if (keyKind !== 'SHARED') {
		say(`Nothing is run: models need a SHARED key, and this one is ${keyKind}.`);
		return [];
	}
	const all = await offers(visit);
	const chosen = within(all, amount);
	say(`\nPrices, for ${currency} ${amount} altogether at most:`);
	for (const offer of all) {
		const fate = chosen.includes(offer) ? 'is run' : 'does not fit';
		say(`  ${aModelFor(offer.kind)}: ${offer.model.endpoint}, ${currency} ${offer.price}: ${fate}`);
	}
	const rows: Row[] = [];
	for (const offer of chosen) {
		const outcome = await runOffer(visit, offer, say);
		for (const check of checksOfRun(offer, outcome)) rows.push(await rowOf(check, secrets));
		if (!isSettled(outcome)) {
			say('Nothing more is run: what became of the last one is to be looked into first.');
			break;
		}
	}
	return rows;
}
