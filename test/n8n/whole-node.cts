import { join } from 'node:path';
import fastGlob from 'fast-glob';

// The node imports most of itself when it is first needed. Jest refuses that to a concurrent test
// at the moment when another one ends, so everything is loaded before.
const project = join(__dirname, '../..');
const files = fastGlob.sync(['nodes/RunningHub/**/*.ts', 'runninghub/**/*.ts'], {
	cwd: project,
	absolute: true,
});
for (const file of files) require(file);
