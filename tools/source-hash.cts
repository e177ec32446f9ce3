import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { PROJECT_FOLDER } from './project.cts';

/**
 * A hash over the names and contents of files and folders of the clone (paths relative to its
 * root). What does not exist counts as absent.
 */
export async function sourceHash(paths: readonly string[]): Promise<string> {
	const hash = createHash('sha256');
	for (const path of paths) {
		for (const file of await filesUnder(join(PROJECT_FOLDER, path))) {
			const content = await readFile(file);
			hash.update(`${relative(PROJECT_FOLDER, file)}\n${content.length}\n`).update(content);
		}
	}
	return hash.digest('hex');
}

async function filesUnder(path: string): Promise<string[]> {
	const found = await stat(path).catch(() => undefined);
	if (found === undefined) return [];
	if (!found.isDirectory()) return [path];
	const entries = await readdir(path, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}
