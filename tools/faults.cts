import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { endWithUs } from './child.cts';
import { PROJECT_FOLDER } from './project.cts';
import { say } from './steps.cts';

const USAGE = `npm run test:faults              every fault in every place under every set-up of the node
npm run test:faults -- --quick   so many of these rows that any three values meet

npm test runs so many that any two meet. The exit status is 1 if a row failed.`;

/** For which rows to ask, by what the command line says; nothing for help. */
function rowsFor(args: readonly string[]): string | undefined {
	if (args.length === 0) return 'all';
	return args.length === 1 && args[0] === '--quick' ? '3' : undefined;
}

function main(args: readonly string[]): void {
	const rows = rowsFor(args);
	if (rows === undefined) {
		say(USAGE);
		if (!args.includes('--help')) process.exitCode = 1;
		return;
	}
	const jest = join(PROJECT_FOLDER, 'node_modules', 'jest', 'bin', 'jest.js');
	const child = spawn(process.execPath, [jest, 'test/faults'], {
		cwd: PROJECT_FOLDER,
		env: { ...process.env, RUNNINGHUB_FAULT_ROWS: rows },
		stdio: 'inherit',
	});
	endWithUs(child);
	child.once('exit', (code) => {
		process.exitCode = code ?? 1;
	});
}

main(process.argv.slice(2));
