/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/**/*.test.cts'],
	transform: {
		'\\.c?ts$': [
			'@swc/jest',
			{
				jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
				module: { type: 'commonjs' },
			},
		],
	},
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.n8n/', '<rootDir>/tools/n8n/pinned/'],
	clearMocks: true,
	testTimeout: 30_000,
	maxConcurrency: 32,
	// Most node tests wait for the clock: more workers than cores keep the cores busy.
	maxWorkers: 4,
};
