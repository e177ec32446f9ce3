import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import fastGlob from 'fast-glob';

const PROJECT = join(__dirname, '..');

/**
 * The layers of the shipped code, the lowest first: each folder, or single file, with what it may
 * use. Nothing uses what comes later in this table, so nothing calls back up.
 */
const LAYERS: ReadonlyArray<readonly [room: string, uses: readonly string[]]> = [
	// The client.
	['runninghub', []],
	['runninghub/errors', []],
	['runninghub/concurrency', ['runninghub/errors']],
	['runninghub/forms', ['runninghub']],
	['runninghub/api', ['runninghub', 'runninghub/errors']],
	[
		'runninghub/catalogue',
		['runninghub', 'runninghub/errors', 'runninghub/forms', 'runninghub/api'],
	],
	[
		'runninghub/scheduling',
		['runninghub', 'runninghub/errors', 'runninghub/concurrency', 'runninghub/api'],
	],
	[
		'runninghub/tasks/polling',
		[
			'runninghub',
			'runninghub/errors',
			'runninghub/concurrency',
			'runninghub/api',
			'runninghub/scheduling',
		],
	],
	[
		'runninghub/tasks/submission',
		[
			'runninghub',
			'runninghub/errors',
			'runninghub/concurrency',
			'runninghub/api',
			'runninghub/scheduling',
			'runninghub/tasks/polling',
		],
	],
	[
		'runninghub/tasks',
		[
			'runninghub',
			'runninghub/errors',
			'runninghub/concurrency',
			'runninghub/api',
			'runninghub/scheduling',
			'runninghub/tasks/polling',
			'runninghub/tasks/submission',
		],
	],
	// The nodes.
	['credentials', ['runninghub']],
	[
		'nodes/RunningHub/runtime',
		[
			'runninghub',
			'runninghub/errors',
			'runninghub/concurrency',
			'runninghub/api',
			'runninghub/catalogue',
			'runninghub/scheduling',
		],
	],
	[
		'nodes/RunningHub/items',
		[
			'runninghub',
			'runninghub/errors',
			'runninghub/concurrency',
			'runninghub/forms',
			'runninghub/api',
			'runninghub/catalogue',
			'runninghub/tasks/polling',
			'nodes/RunningHub/runtime',
		],
	],
	[
		'nodes/RunningHub/operation.ts',
		[
			'runninghub',
			'runninghub/forms',
			'runninghub/api',
			'runninghub/tasks/polling',
			'nodes/RunningHub/runtime',
			'nodes/RunningHub/items',
		],
	],
	['nodes/RunningHub/fields', ['runninghub/catalogue']],
	[
		'nodes/RunningHub/parameters',
		[
			'runninghub',
			'runninghub/errors',
			'runninghub/forms',
			'runninghub/api',
			'runninghub/catalogue',
			'nodes/RunningHub/runtime',
			'nodes/RunningHub/items',
			'nodes/RunningHub/fields',
		],
	],
	[
		'nodes/RunningHub/requests',
		[
			'runninghub',
			'runninghub/errors',
			'runninghub/forms',
			'runninghub/api',
			'runninghub/catalogue',
			'nodes/RunningHub/runtime',
			'nodes/RunningHub/items',
			'nodes/RunningHub/operation.ts',
			'nodes/RunningHub/fields',
			'nodes/RunningHub/parameters',
		],
	],
	[
		'nodes/RunningHub/suspend',
		[
			'runninghub',
			'runninghub/errors',
			'runninghub/concurrency',
			'runninghub/api',
			'runninghub/tasks/polling',
			'runninghub/tasks/submission',
			'runninghub/tasks',
			'nodes/RunningHub/runtime',
			'nodes/RunningHub/items',
		],
	],
	[
		'nodes/RunningHub/batch',
		[
			'runninghub',
			'runninghub/errors',
			'runninghub/concurrency',
			'runninghub/api',
			'runninghub/tasks/polling',
			'runninghub/tasks/submission',
			'runninghub/tasks',
			'nodes/RunningHub/runtime',
			'nodes/RunningHub/items',
			'nodes/RunningHub/operation.ts',
			'nodes/RunningHub/fields',
			'nodes/RunningHub/parameters',
			'nodes/RunningHub/suspend',
		],
	],
	[
		'nodes/RunningHub/actions',
		[
			'runninghub',
			'runninghub/errors',
			'runninghub/concurrency',
			'runninghub/forms',
			'runninghub/api',
			'runninghub/catalogue',
			'nodes/RunningHub/runtime',
			'nodes/RunningHub/items',
			'nodes/RunningHub/operation.ts',
			'nodes/RunningHub/fields',
			'nodes/RunningHub/parameters',
			'nodes/RunningHub/requests',
		],
	],
	[
		'nodes/RunningHub/methods',
		[
			'runninghub',
			'runninghub/errors',
			'runninghub/forms',
			'runninghub/api',
			'runninghub/catalogue',
			'nodes/RunningHub/runtime',
			'nodes/RunningHub/parameters',
			'nodes/RunningHub/requests',
		],
	],
	[
		'nodes/RunningHub',
		[
			'runninghub',
			'runninghub/errors',
			'nodes/RunningHub/runtime',
			'nodes/RunningHub/items',
			'nodes/RunningHub/operation.ts',
			'nodes/RunningHub/suspend',
			'nodes/RunningHub/batch',
			'nodes/RunningHub/actions',
			'nodes/RunningHub/methods',
		],
	],
	[
		'nodes/RunningHubTrigger',
		[
			'runninghub',
			'runninghub/errors',
			'runninghub/api',
			'runninghub/tasks/polling',
			'nodes/RunningHub/runtime',
			'nodes/RunningHub/items',
			'nodes/RunningHub/fields',
			'nodes/RunningHub/parameters',
		],
	],
];

const ROOMS = LAYERS.map(([room]) => room);

/** The room of a file: the longest that holds it. */
function roomOf(file: string): string | undefined {
	return ROOMS.filter((room) => file === room || file.startsWith(`${room}/`)).sort(
		(left, right) => right.length - left.length,
	)[0];
}

/** Every import between two rooms, as the room and the file on both sides. */
function crossings() {
	const files = fastGlob.sync(['nodes/**/*.ts', 'runninghub/**/*.ts', 'credentials/**/*.ts'], {
		cwd: PROJECT,
	});
	return files.flatMap((file) => {
		const text = readFileSync(join(PROJECT, file), 'utf8');
		const specifiers = [...text.matchAll(/(?:\bfrom |\bimport\(\s*)'(\.[^']+)'/g)];
		return specifiers.flatMap(([, specifier = '']) => {
			const base = posix.join(posix.dirname(file), specifier);
			const target = [`${base}.ts`, `${base}/index.ts`, base].find(
				(path) => /\.\w+$/.test(path) && existsSync(join(PROJECT, path)),
			);
			const [from, to] = [roomOf(file), roomOf(target ?? '')];
			return from === to && target !== undefined ? [] : [{ file, target, from, to }];
		});
	});
}

const USES = new Map(LAYERS);
const found = crossings();

it('every import leads to a file of a layer', () => {
	expect(found.length).toBeGreaterThan(300);
	expect(found.filter(({ from, to }) => from === undefined || to === undefined)).toEqual([]);
});

it('a folder uses only what the table allows it', () => {
	const more = found.filter(({ from = '', to = '' }) => USES.get(from)?.includes(to) !== true);
	expect(more.map(({ file, target }) => `${file} uses ${target}`)).toEqual([]);
});

it('nothing uses what stands above it', () => {
	const upward = LAYERS.flatMap(([room, uses], place) =>
		uses.filter((used) => ROOMS.indexOf(used) >= place).map((used) => `${room} uses ${used}`),
	);
	expect(upward).toEqual([]);
});

it('the table allows nothing that nobody does', () => {
	const unused = LAYERS.flatMap(([room, uses]) =>
		uses
			.filter((used) => !found.some(({ from, to }) => from === room && to === used))
			.map((used) => `${room} uses ${used}`),
	);
	expect(unused).toEqual([]);
});
