import type { FaultKind, FaultRule } from '../simulator/simulator.cts';
import { allRows, coveringRows } from './combinations.cts';

/** One way in which RunningHub, or the way to it, goes wrong. */
export const FAULTS = [
	'html200',
	'html5xx',
	'429',
	'1003',
	'reset',
	'cut',
	'hang',
	'lost',
] as const;
/** What goes wrong. */
export const PLACES = ['submit', 'query', 'upload', 'download', 'price'] as const;
const TIMES = ['once', 'lasting'] as const;
const ITEMS = [1, 8] as const;
const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
/** Tries under Retry On Fail; 0: it is off. */
const TRIES = [0, 3] as const;

/** One fault, in one place, under one set-up of the node. */
export interface FaultRow {
	readonly fault: (typeof FAULTS)[number];
	readonly place: (typeof PLACES)[number];
	readonly times: (typeof TIMES)[number];
	readonly items: (typeof ITEMS)[number];
	readonly onError: (typeof ON_ERROR)[number];
	readonly tries: (typeof TRIES)[number];
}

const COLUMNS = [FAULTS, PLACES, TIMES, ITEMS, ON_ERROR, TRIES] as const;

/**
 * The rows of the matrix.
 *
 * @param strength how many values at a time must meet in some row; all rows unless told.
 */
export function faultRows(strength?: number): FaultRow[] {
	const sizes = COLUMNS.map(({ length }) => length);
	const rows = strength === undefined ? allRows(sizes) : coveringRows(sizes, strength);
	return rows.map(([fault, place, times, items, onError, tries]) => ({
		fault: valueAt(FAULTS, fault),
		place: valueAt(PLACES, place),
		times: valueAt(TIMES, times),
		items: valueAt(ITEMS, items),
		onError: valueAt(ON_ERROR, onError),
		tries: valueAt(TRIES, tries),
	}));
}

/** A row in words. */
export function titleOf({ fault, place, times, items, onError, tries }: FaultRow): string {
	const retry = tries === 0 ? '' : `, ${tries} tries`;
	return `${fault} at ${place}, ${times}: ${items === 1 ? '1 item' : `${items} items`}, ${onError}${retry}`;
}

/** The prompt of each item. */
export function promptsOf({ items }: FaultRow): string[] {
	return Array.from({ length: items }, (_, index) => `picture ${index}`);
}

/** What the simulator is to do in a row. */
export function faultRule({ fault, place, times }: FaultRow): FaultRule {
	return { on: place, times: times === 'once' ? 1 : Infinity, ...RULES[fault] };
}

const RULES: Readonly<Record<FaultRow['fault'], Omit<FaultRule, 'on'> & { kind: FaultKind }>> = {
	html200: { kind: 'page' },
	html5xx: { kind: 'badGateway' },
	'429': { kind: 'tooManyRequests' },
	'1003': { kind: 'code', code: '1003' },
	reset: { kind: 'reset' },
	cut: { kind: 'cutOff' },
	hang: { kind: 'hang' },
	lost: { kind: 'reset', taskCreated: true },
};

function valueAt<Value>(values: readonly Value[], place = 0): Value {
	const value = values[place];
	if (value === undefined) throw new Error(`There is no value ${place}`);
	return value;
}
