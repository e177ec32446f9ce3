import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar';
import { runNpm } from './child.cts';
import { PROJECT_FOLDER } from './project.cts';

/** Packs the built package as for npm's registry and unpacks it into `folder`. */
export async function packInto(folder: string): Promise<void> {
	const temporary = await mkdtemp(join(tmpdir(), 'runninghub-pack-'));
	try {
		await runNpm(['pack', '--loglevel=error', '--pack-destination', temporary], PROJECT_FOLDER);
		const [file] = await readdir(temporary);
		if (file === undefined) throw new Error('npm pack made no file');
		await mkdir(folder, { recursive: true });
		await extract({ file: join(temporary, file), cwd: folder, strip: 1 });
	} finally {
		await rm(temporary, { recursive: true, force: true });
	}
}
