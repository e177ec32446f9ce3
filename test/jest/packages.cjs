const { createHash } = require('node:crypto');

/**
 * Lets Node.js itself load what a package exports, once for all test files of a process, and without
 * Jest between its modules. With the environment one-realm.cts only.
 */
module.exports = {
	process: (_source, path) => ({
		code: `module.exports = globalThis[Symbol.for('n8n-nodes-runninghub.require')](${JSON.stringify(path)});`,
	}),
	getCacheKey: (_source, path) =>
		createHash('sha256').update(`${__filename}:${path}`).digest('hex'),
};
