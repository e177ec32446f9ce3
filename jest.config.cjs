const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const fastGlob = require('fast-glob');

const swc = (syntax) => [
	'@swc/jest',
	{ jsc: { parser: { syntax }, target: 'es2022' }, module: { type: 'commonjs' } },
];

/** n8n's modules that import one when it is first needed, which Jest knows of its own modules only. */
const importing =
	'(?:n8n-workflow/dist/cjs/expression|@n8n/expression-runtime/dist/cjs/.+|@jitl/[^/]+/dist/index)\\.js$';

/** @type {import('jest').Config} */
const each = {
	testEnvironment: 'node',
	transform: { '\\.c?ts$': swc('typescript'), [importing]: swc('ecmascript') },
	transformIgnorePatterns: [`/node_modules/(?!${importing})`],
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.n8n/', '<rootDir>/tools/n8n/pinned/'],
	clearMocks: true,
};

// Tests of the nodes that read or write files run with each of n8n's ways to keep files.
const withFiles = fastGlob
	.sync('test/nodes/**/*.test.cts', { cwd: __dirname })
	.filter((path) => /binary|itemWithFiles/i.test(readFileSync(join(__dirname, path), 'utf8')))
	.map((path) => `<rootDir>/${path}`);

/** @type {(binaryMode: string, storage: string) => import('jest').Config} */
const fileTests = (binaryMode, storage) => ({
	...each,
	displayName: `${binaryMode} ${storage === 'default' ? 'in memory' : 'on disk'}`,
	testMatch: withFiles,
	globals: { BINARY_MODE: binaryMode, BINARY_STORAGE: storage },
});

/** @type {import('jest').Config} */
module.exports = {
	projects: [
		{ ...each, displayName: 'all', testMatch: ['<rootDir>/test/**/*.test.cts'] },
		fileTests('separate', 'default'),
		fileTests('combined', 'filesystem'),
		fileTests('combined', 'default'),
	],
	// Of a machine that has much else to do.
	testTimeout: 120_000,
	maxConcurrency: 32,
	// Most node tests wait for the clock: more workers than cores keep the cores busy.
	maxWorkers: 4,
};
