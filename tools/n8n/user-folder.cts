import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from '../build.cts';
import { packInto } from '../pack.cts';
import { PACKAGE_NAME } from '../project.cts';
import type { N8nInstallation } from './installation.cts';

/**
 * Puts the package into n8n's user folder the way a user has it who installed it from npm: only
 * the packed files, so that node types are named `n8n-nodes-runninghub.…` in saved workflows. Builds
 * first; does nothing when the package there is already made from the present sources for this n8n.
 */
export async function installPackage(
	userFolder: string,
	{ modules }: N8nInstallation,
): Promise<void> {
	const madeFrom = `${await build()} for ${modules}`;
	const nodes = join(userFolder, '.n8n', 'nodes');
	const stamp = join(nodes, 'built-from');
	if ((await readFile(stamp, 'utf8').catch(() => '')) === madeFrom) return;
	const target = join(nodes, 'node_modules', PACKAGE_NAME);
	const workflowPackage = join(nodes, 'node_modules', 'n8n-workflow');
	await rm(target, { recursive: true, force: true });
	await packInto(target);
	// The user folder lies in the clone, whose own n8n-workflow would be found before n8n's.
	await rm(workflowPackage, { force: true });
	await symlink(join(modules, 'n8n-workflow'), workflowPackage, 'junction');
	await mkdir(nodes, { recursive: true });
	const manifest = {
		name: 'installed-nodes',
		private: true,
		dependencies: { [PACKAGE_NAME]: '*' },
	};
	await writeFile(join(nodes, 'package.json'), JSON.stringify(manifest, null, '\t'));
	await writeFile(stamp, madeFrom);
}
