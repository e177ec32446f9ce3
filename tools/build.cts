import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runChild } from './child.cts';
import { PROJECT_FOLDER } from './project.cts';
import { sourceHash } from './source-hash.cts';
import { step } from './steps.cts';

const BUILT_FROM = ['credentials', 'nodes', 'runninghub', 'package.json', 'tsconfig.json'];
const STAMP = join(PROJECT_FOLDER, 'dist', '.built-from');

/**
 * Builds the package into dist/ with n8n's own tool, unless dist/ is already made from the
 * present sources.
 *
 * @returns the hash of the sources that dist/ is made from.
 * @throws ChildFailed with the compiler's messages.
 */
export async function build(): Promise<string> {
	const hash = await sourceHash(BUILT_FROM);
	const built = await readFile(STAMP, 'utf8').catch(() => '');
	if (built === hash) return hash;
	const tool = join(PROJECT_FOLDER, 'node_modules', '@n8n', 'node-cli', 'bin', 'n8n-node.mjs');
	await step('Building the package', () =>
		runChild(process.execPath, [tool, 'build'], { cwd: PROJECT_FOLDER }),
	);
	await writeFile(STAMP, hash);
	return hash;
}
