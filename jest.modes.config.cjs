const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const fastGlob = require('fast-glob');
const { testSequencer, testTimeout, maxConcurrency, ...each } = require('./jest.config.cjs');

// Tests of the nodes that read or write files run with each of n8n's ways to keep files. With files
// beside the json and on disk, `npm test` runs them.
const withFiles = fastGlob
	.sync('test/nodes/**/*.test.cts', { cwd: __dirname })
	.filter((path) =>
		/binary|itemWithFiles|field-sweep/i.test(readFileSync(join(__dirname, path), 'utf8')),
	)
	.map((path) => `<rootDir>/${path}`);

/** @type {(binaryMode: string, storage: string) => import('jest').Config} */
const mode = (binaryMode, storage) => ({
	...each,
	displayName: `${binaryMode} ${storage === 'default' ? 'in memory' : 'on disk'}`,
	testMatch: withFiles,
	globals: { BINARY_MODE: binaryMode, BINARY_STORAGE: storage },
});

/** @type {import('jest').Config} */
module.exports = {
	projects: [
		mode('separate', 'default'),
		mode('combined', 'filesystem'),
		mode('combined', 'default'),
	],
	testSequencer,
	testTimeout,
	maxConcurrency,
	// These wait for the clock even more than the others.
	maxWorkers: 8,
};
