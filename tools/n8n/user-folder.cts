import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from '../build.cts';
import { packInto } from '../pack.cts';
import { PACKAGE_NAME } from '../project.cts';

/**
 * Puts the package into n8n's user folder the way a user has it who installed it from npm: only
 * the packed files, so that node types are named `n8n-nodes-runninghub.…` in saved workflows. Builds
 * first; does nothing when the package there is already made from the present sources.
 */
export async function installPackage(userFolder: string): Promise<void> {
	const hash = await build();
	const nodes = join(userFolder, '.n8n', 'nodes');
	const stamp = join(nodes, 'built-from');
	if ((await readFile(stamp, 'utf8').catch(() => '')) === hash) return;
	const target = join(nodes, 'node_modules', PACKAGE_NAME);
	await rm(target, { recursive: true, force: true });
	await packInto(target);
	await mkdir(nodes, { recursive: true });
	const manifest = {
		name: 'installed-nodes',
		private: true,
		dependencies: { [PACKAGE_NAME]: '*' },
	};
	await writeFile(join(nodes, 'package.json'), JSON.stringify(manifest, null, '\t'));
	await writeFile(stamp, hash);
}
