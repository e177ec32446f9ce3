import { join } from 'node:path';
import fastGlob from 'fast-glob';

/** The package whose nodes are run: the sources, or a built one that the environment names. */
const BUILT = process.env['RUNNINGHUB_PACKAGE'];
const PACKAGE = BUILT ?? join(__dirname, '../..');

// The node imports most of itself when it is first needed. Jest refuses that to a concurrent test
// at the moment when another one ends, so everything is loaded before.
if (BUILT === undefined) {
	const files = fastGlob.sync(['nodes/RunningHub/**/*.ts', 'runninghub/**/*.ts'], {
		cwd: PACKAGE,
		absolute: true,
	});
	for (const file of files) require(file);
}

const action: typeof import('../../nodes/RunningHub/RunningHub.node') = require(
	join(PACKAGE, 'nodes/RunningHub/RunningHub.node'),
);
const trigger: typeof import('../../nodes/RunningHubTrigger/RunningHubTrigger.node') = require(
	join(PACKAGE, 'nodes/RunningHubTrigger/RunningHubTrigger.node'),
);

/** The node's class. */
export const { RunningHub } = action;
/** The trigger's class. */
export const { RunningHubTrigger } = trigger;
