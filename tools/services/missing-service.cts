import { installDebianPackages } from '../debian.cts';

/** A service that n8n needs in queue mode is not on this machine, and could not be installed. */
export class MissingService extends Error {
	constructor(name: string, debianPackage: string, reason = '') {
		super(
			`${name} was not found${reason}. Install it (Debian: apt-get install ${debianPackage}), or run this as root.`,
		);
		this.name = 'MissingService';
	}
}

/**
 * Finds what a service needs. As root on Debian, its package is installed first when it is missing.
 *
 * @throws MissingService that says what to install.
 */
export async function findOrInstall<T>(
	name: string,
	debianPackage: string,
	find: () => Promise<T | undefined>,
): Promise<T> {
	const found = await find();
	if (found !== undefined) return found;
	try {
		await installDebianPackages([debianPackage]);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new MissingService(name, debianPackage, ` and could not be installed: ${reason}\n`);
	}
	const installed = await find();
	if (installed === undefined) throw new MissingService(name, debianPackage);
	return installed;
}
