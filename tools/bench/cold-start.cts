import { join } from 'node:path';
import { asNumber, asObject, asText, parseJson } from '../../runninghub/json';
import { build } from '../build.cts';
import { runChild } from '../child.cts';
import { PROJECT_FOLDER } from '../project.cts';
import type { Figure } from './figure.cts';
import { quantile } from './numbers.cts';

/** The least counts: whatever else the machine does can only add to it. */
const READINGS = 15;
const KILOBYTE = 1024;

interface Reading {
	/** Milliseconds, as are `catalogue` and `form`. */
	readonly load: number;
	readonly catalogue: number;
	readonly form: number;
	/** Bytes. */
	readonly description: number;
	/** Endpoint of the model with the largest form. */
	readonly largest: string;
}

/** Loads the built node in a fresh process; the form is one that this process has not built yet. */
async function read(largest?: string): Promise<Reading> {
	const program = join(__dirname, 'cold-start-child.mjs');
	const args = largest === undefined ? [program] : [program, largest];
	const said = asObject(parseJson(await runChild(process.execPath, args, { cwd: PROJECT_FOLDER })));
	return {
		load: asNumber(said.load) ?? Number.NaN,
		catalogue: asNumber(said.catalogue) ?? Number.NaN,
		form: asNumber(said.form) ?? Number.NaN,
		description: asNumber(said.description) ?? Number.NaN,
		largest: asText(said.largest),
	};
}

/** What the built node costs n8n before anything is executed. */
export async function coldStart(): Promise<Figure[]> {
	await build();
	// Finding the largest form makes the fields of every model, so this reading counts for nothing
	// else; it also brings the files into the cache of the disk.
	const { largest, description } = await read();
	const readings: Reading[] = [];
	for (let reading = 0; reading < READINGS; reading++) readings.push(await read(largest));
	const least = (key: 'load' | 'catalogue' | 'form') =>
		Math.min(...readings.map((reading) => reading[key]));
	const of = { group: 'd', unit: 'ms' };
	return [
		{ ...of, name: `time to load the node, least of ${READINGS}`, value: least('load'), limit: 50 },
		{
			...of,
			name: '  the same, median',
			value: quantile(
				readings.map(({ load }) => load),
				0.5,
			),
		},
		{
			...of,
			name: 'size of its description',
			value: description / KILOBYTE,
			unit: 'KB',
			limit: 150,
		},
		{ ...of, name: 'time to read the catalogue, once', value: least('catalogue') },
		{ ...of, name: 'time to build the largest form', value: least('form'), limit: 5 },
	];
}
