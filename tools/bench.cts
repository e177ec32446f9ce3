import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.cts';
import { endWithUs } from './child.cts';
import { PROJECT_FOLDER } from './project.cts';

// The node is measured as users have it: the built package, loaded by a process of its own.
async function main(args: readonly string[]): Promise<void> {
	await build();
	const program = join(__dirname, 'bench', 'main.cts');
	const child = spawn(process.execPath, [...process.execArgv, program, ...args], {
		cwd: PROJECT_FOLDER,
		env: { ...process.env, RUNNINGHUB_PACKAGE: join(PROJECT_FOLDER, 'dist') },
		stdio: 'inherit',
	});
	endWithUs(child);
	process.exitCode = await new Promise<number>((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code) => resolve(code ?? 1));
	});
}

main(process.argv.slice(2)).catch((error: unknown) => {
	console.error(`\nThe bench failed. ${error instanceof Error ? error.message : String(error)}`);
	process.exitCode = 1;
});
