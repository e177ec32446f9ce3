import { asObject, asText } from '../../runninghub/json';
import { BUYS_TWICE } from '../nodes/RunningHub/advice.cts';
import type { RowItem, RowOutcome } from './outcome.cts';
import { type FaultRow, promptsOf } from './row.cts';

/** Submissions of unknown outcome in a row after which nothing more is submitted, in no try. */
const MOST_IN_A_ROW = 3;
/** Faults of a submission that prove that no task was made. */
const NO_TASK: ReadonlyArray<FaultRow['fault']> = ['429', '1003'];
/** Faults under which the task of a submission is made. */
const TASK_MADE: ReadonlyArray<FaultRow['fault']> = ['cut', 'lost'];

const NOT_REACHED = {
	html200: /not JSON|a page came in its place/,
	html5xx: /HTTP 502/,
	'429': /too many requests|HTTP 429/,
	'1003': /too many requests in a minute|a page came in its place/,
	reset: /connection was cut|connection broke/,
	cut: /not JSON|connection was cut|connection broke/,
	hang: /no answer within \d+ seconds/,
	lost: /connection was cut|connection broke/,
} as const satisfies Record<FaultRow['fault'], RegExp>;

/** An error as the user reads it. */
interface Told {
	readonly message: string;
	readonly hint: string;
	readonly kind: string;
}

/** Says what is wrong about the outcome of a row; nothing where all is right. */
export function verdict(row: FaultRow, outcome: RowOutcome): string[] {
	return [
		...boughtTwice(row, outcome),
		...lostIds(outcome),
		...wrongCounts(row, outcome),
		...wrongEnds(row, outcome),
		...toldErrors(outcome).flatMap((told) => wrongWords(row, outcome, told)),
	];
}

function boughtTwice(row: FaultRow, { tasks }: RowOutcome): string[] {
	return promptsOf(row).flatMap((prompt) => {
		const bought = tasks.filter(({ body }) => body['prompt'] === prompt).length;
		return bought > 1 ? [`"${prompt}" was bought ${bought} times`] : [];
	});
}

/** A task whose id RunningHub has told is to be found by the user, and in the log. */
function lostIds({ tasks, items, error, log }: RowOutcome): string[] {
	const shown = JSON.stringify([items, error?.description, error?.messages]);
	const lines = log.join('\n');
	return tasks.flatMap(({ id, body }) => {
		const item = asText(body['prompt']).replace('picture ', '');
		if (!lines.includes(id)) {
			const isTold = log.some(
				(line) => line.includes('unknown ID') && new RegExp(`item ${item}\\b`).test(line),
			);
			return isTold ? [] : [`nothing in the log tells of task ${id} of item ${item}`];
		}
		return shown.includes(id) ? [] : [`task ${id} of item ${item} is in the log alone`];
	});
}

function wrongCounts(row: FaultRow, { counters, tasks }: RowOutcome): string[] {
	const { tasksCreated, charges } = counters;
	const problems: string[] = [];
	if (charges !== tasksCreated) problems.push(`${tasksCreated} tasks, but ${charges} charges`);
	const [fewest, most] = expectedTasks(row);
	if (tasksCreated < fewest || tasksCreated > most) {
		problems.push(`${tasksCreated} tasks instead of ${fewest} to ${most}`);
	}
	if (tasks.some(({ state }) => state !== 'SUCCESS')) problems.push('a task did not end');
	return problems;
}

/** How many tasks there may be in the end. */
function expectedTasks(row: FaultRow): [fewest: number, most: number] {
	const { fault, place, times, items, tries } = row;
	if (passes(row) || place === 'download' || place === 'query') return [items, items];
	if (place !== 'submit') return [0, 0];
	if (times === 'lasting') {
		if (!TASK_MADE.includes(fault)) return [0, 0];
		return [1, Math.min(items, MOST_IN_A_ROW)];
	}
	// The one submission that was hit, and of the others those that a stop did not keep back.
	const others = items - 1;
	const made = TASK_MADE.includes(fault) ? 1 : 0;
	const all = row.onError !== 'stopWorkflow' || tries > 0;
	return [all ? others + made : made, others + made];
}

/** Whether nobody is to notice anything of the fault. */
function passes({ fault, place, times }: FaultRow): boolean {
	return times === 'once' && (place !== 'submit' || NO_TASK.includes(fault));
}

function wrongEnds(row: FaultRow, { items: rows, atErrorOutput, error }: RowOutcome): string[] {
	const good = rows.filter(({ json }) => json['status'] === 'SUCCESS');
	const bad = rows.filter(({ json }) => json['error'] !== undefined);
	const withFile = good.filter(isPicture);
	const { items, place, onError } = row;
	const problems: string[] = [];
	const expect = (what: string, found: unknown, wanted: unknown): void => {
		if (found !== wanted) problems.push(`${what}: ${String(found)} instead of ${String(wanted)}`);
	};
	if (passes(row) || place === 'download') {
		expect('error', error?.message, undefined);
		expect('good items', good.length, items);
		expect('failed items', bad.length, 0);
		expect('files', withFile.length, passes(row) ? items : 0);
		return problems;
	}
	if (onError === 'stopWorkflow') {
		if (error === undefined) problems.push('the workflow goes on');
		return problems;
	}
	expect('error', error?.message, undefined);
	expect('items', rows.length, items);
	const failures = row.times === 'lasting' ? items : 1;
	expect('failed items', bad.length, failures);
	expect('files', withFile.length, items - failures);
	if (onError === 'continueErrorOutput') expect('error output', atErrorOutput, failures);
	return problems;
}

/** A gateway's page in place of the picture has a few hundred bytes. */
function isPicture({ mimeType, fileSize = '' }: RowItem): boolean {
	return mimeType === 'image/png' && /^[\d.]+ (kB|MB)$/.test(fileSize);
}

/** All errors of an execution: of items, of files that are missing, and the one that stopped it. */
function toldErrors({ error, items }: RowOutcome): Told[] {
	const ofItems = items.flatMap(({ json }): Told[] => {
		const { kind, hint } = asObject(json['details'] ?? json['message']);
		const told = asText(json['error']) || asText(json['downloadError']);
		return told === '' ? [] : [{ message: told, hint: asText(hint), kind: asText(kind) }];
	});
	if (error === undefined) return ofItems;
	return [...ofItems, { message: error.message, hint: error.description, kind: '' }];
}

function wrongWords(row: FaultRow, { tasks }: RowOutcome, told: Told): string[] {
	const { message, hint } = told;
	const problems: string[] = [];
	const check = (what: string, text: string, pattern: RegExp): void => {
		if (!pattern.test(text)) problems.push(`the ${what} does not tell ${pattern}: ${text}`);
	};
	check('message', message, NOT_REACHED[row.fault]);
	check('message', message, WORDS[row.place].message);
	check('hint', hint, WORDS[row.place].hint);
	const mayBePaid = tasks.length > 0 || /unknown/.test(message);
	if (mayBePaid && BUYS_TWICE.test(hint)) problems.push(`the hint makes people pay twice: ${hint}`);
	if (told.kind === 'unexpected') problems.push(`an unexpected error: ${message}`);
	if (/\bE[A-Z]{5,}\b|undefined|\[object/.test(`${message} ${hint}`)) {
		problems.push(`not in words: ${message} ${hint}`);
	}
	return problems;
}

/** What has to be said of a fault, by its place. */
const WORDS: Readonly<Record<FaultRow['place'], { message: RegExp; hint: RegExp }>> = {
	submit: {
		message: /[Ww]hether RunningHub made a task is unknown|Not submitted|too many requests/,
		hint: /Task → Wait[^]*run this item alone|Nothing was sent for this item|Wait a minute/,
	},
	query: {
		message: /^Task \d{19} is not finished within the time limit/,
		hint: /Task → Wait and the task ID \d{19}/,
	},
	upload: { message: /file could not be uploaded/, hint: /Nothing was submitted/ },
	download: { message: /^The file could not be downloaded/, hint: /^/ },
	price: { message: /price of the task could not be asked/, hint: /Nothing was submitted/ },
};
