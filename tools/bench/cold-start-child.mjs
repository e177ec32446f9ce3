// Plain Node, started anew for each reading: what tsx does to a module would be measured too.
// Prints the times to load the built node and to build its largest form, and the size of its
// description, as JSON.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const DIST = '../../dist';

// n8n has it loaded long before it loads a node.
require('n8n-workflow');

const loadStart = performance.now();
const { RunningHub } = require(`${DIST}/nodes/RunningHub/RunningHub.node.js`);
const node = new RunningHub();
const load = performance.now() - loadStart;

const catalogueStart = performance.now();
const { loadCatalogue } = require(`${DIST}/runninghub/catalogue/catalogue.js`);
const catalogue = await loadCatalogue();
const catalogueTime = performance.now() - catalogueStart;

const [, , endpoint] = process.argv;
const largest =
	endpoint ??
	catalogue
		.list()
		.reduce((most, model) => (model.fields.length > most.fields.length ? model : most)).endpoint;

const ignore = () => {};
const formOf = async (value) =>
	await node.methods.resourceMapping.getModelFields.call({
		getCurrentNodeParameter: () => ({ __rl: true, mode: 'list', value }),
		logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
		helpers: { httpRequest: async () => await Promise.reject(new Error('no network here')) },
	});

// The public list of models is asked for once, and what came of it is remembered.
await formOf(catalogue.list().find((model) => model.endpoint !== largest).endpoint);
const formStart = performance.now();
const { fields } = await formOf(largest);
const form = performance.now() - formStart;

process.stdout.write(
	JSON.stringify({
		load,
		catalogue: catalogueTime,
		form,
		fields: fields.length,
		largest,
		description: Buffer.byteLength(JSON.stringify(node.description)),
	}),
);
