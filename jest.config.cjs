const swc = (syntax) => [
	'@swc/jest',
	{ jsc: { parser: { syntax }, target: 'es2022' }, module: { type: 'commonjs' } },
];

/** n8n's modules that import one when it is first needed, which Jest knows of its own modules only. */
const importing =
	'(?:n8n-workflow/dist/cjs/expression|@n8n/expression-runtime/dist/cjs/.+|@jitl/[^/]+/dist/index)\\.js$';

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: '<rootDir>/test/environment.cts',
	testMatch: ['<rootDir>/test/**/*.test.cts'],
	transform: { '\\.c?ts$': swc('typescript'), [importing]: swc('ecmascript') },
	transformIgnorePatterns: [`/node_modules/(?!${importing})`],
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.n8n/', '<rootDir>/tools/n8n/pinned/'],
	testSequencer: '<rootDir>/jest.sequencer.cjs',
	clearMocks: true,
	// Of a machine that has much else to do.
	testTimeout: 120_000,
	maxConcurrency: 32,
	// Most node tests wait for the clock: more workers than cores keep the cores busy.
	maxWorkers: 4,
};
