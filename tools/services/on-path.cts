import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The first of these folders, and then of those in PATH, that has a program of this name. */
export async function folderWith(
	program: string,
	first: readonly string[] = [],
): Promise<string | undefined> {
	for (const folder of [...first, ...(process.env['PATH'] ?? '').split(delimiter)]) {
		if (folder !== '' && (await isProgram(join(folder, program)))) return folder;
	}
	return undefined;
}

async function isProgram(path: string): Promise<boolean> {
	return await access(path, constants.X_OK).then(
		() => true,
		() => false,
	);
}
