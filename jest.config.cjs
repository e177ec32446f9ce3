/** Jest's own packages: it loads some of them for each test file. */
const JEST = '(?:@jest|jest-[^/]+|expect)/';

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: '<rootDir>/test/jest/one-realm.cts',
	testMatch: ['<rootDir>/test/**/*.test.cts'],
	transform: {
		'\\.c?ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
		],
		[`/node_modules/(?!${JEST}).+\\.[cm]?js$`]: '<rootDir>/test/jest/packages.cjs',
	},
	transformIgnorePatterns: [`/node_modules/${JEST}`],
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.n8n/', '<rootDir>/tools/n8n/pinned/'],
	testSequencer: '<rootDir>/test/jest/longest-first.cjs',
	clearMocks: true,
	// Of a machine that has much else to do.
	testTimeout: 120_000,
	maxConcurrency: 32,
	// Most node tests wait for the clock: more workers than cores keep the cores busy.
	maxWorkers: 6,
};
