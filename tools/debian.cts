import { existsSync } from 'node:fs';
import { runChild } from './child.cts';
import { PROJECT_FOLDER } from './project.cts';
import { step } from './steps.cts';

/** Seconds to wait for another program that installs packages. */
const LOCK_PATIENCE = 300;

/** Whether this program may do everything on this machine. */
export function isRoot(): boolean {
	return process.getuid?.() === 0;
}

/**
 * Installs Debian packages. Prints its progress.
 *
 * @returns whether it did; `false`: we are not root, or this is no Debian.
 * @throws ChildFailed when a package cannot be installed.
 */
export async function installDebianPackages(names: readonly string[]): Promise<boolean> {
	if (!isRoot() || !existsSync('/usr/bin/apt-get')) return false;
	const options = {
		cwd: PROJECT_FOLDER,
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
	};
	const install = ['-o', `DPkg::Lock::Timeout=${LOCK_PATIENCE}`, 'install', '-y', ...names];
	await step(`Installing ${names.join(' and ')}`, async () => {
		await runChild('apt-get', ['update'], options);
		await runChild('apt-get', install, options);
	});
	return true;
}
