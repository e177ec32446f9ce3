import { join } from 'node:path';
import fastGlob from 'fast-glob';

// The node imports most of itself when it is first needed. Jest refuses that to a concurrent test
// at the moment when another one ends, so everything is loaded before.
const folder = join(__dirname, '../../nodes/RunningHub');
for (const file of fastGlob.sync('**/*.ts', { cwd: folder, absolute: true })) require(file);
