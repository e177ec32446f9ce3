import { spawn, type ChildProcess } from 'node:child_process';
import { basename } from 'node:path';

const KEPT_OUTPUT = 6000;

/** A program ended with an error. The message holds the end of what it printed. */
export class ChildFailed extends Error {
	constructor(label: string, code: number | null, output: string) {
		super(`${label} failed with code ${code ?? 'none'}:\n${output.trim()}`);
		this.name = 'ChildFailed';
	}
}

/** Runs a program to its end and gives what it wrote to its standard output. */
export function runChild(
	command: string,
	args: readonly string[],
	options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv; readonly shell?: boolean },
): Promise<string> {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd: options.cwd,
			env: options.env ?? process.env,
			shell: options.shell ?? false,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		endWithUs(child);
		const label = [basename(command), ...args].join(' ');
		let stdout = '';
		let tail = '';
		const keep = (chunk: Buffer): void => {
			tail = (tail + chunk.toString()).slice(-KEPT_OUTPUT);
		};
		child.stdout.on('data', (chunk: Buffer) => {
			stdout += chunk.toString();
			keep(chunk);
		});
		child.stderr.on('data', keep);
		child.on('error', reject);
		child.on('close', (code) => {
			if (code === 0) resolve(stdout);
			else reject(new ChildFailed(label, code, tail));
		});
	});
}

/**
 * Leaves at once when this program is asked to end or its terminal is closed. That is safe: what it
 * started ends with it (see `endWithUs`).
 *
 * @param code the exit status at that moment.
 */
export function leaveWhenAsked(code: () => number = () => 130): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(signal, () => process.exit(code()));
	}
}

/**
 * Makes sure that a program does not outlive this one, however this one is left.
 *
 * @param signal ends the program.
 */
export function endWithUs(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): void {
	const end = (): void => {
		child.kill(signal);
	};
	process.once('exit', end);
	child.once('exit', () => process.removeListener('exit', end));
}

/**
 * Runs npm and gives its standard output. Uses the npm that started this program, if one did.
 *
 * @throws ChildFailed when npm ends with an error.
 */
export function runNpm(args: readonly string[], cwd: string): Promise<string> {
	const script = process.env['npm_execpath'] ?? '';
	const env = withoutNpmScriptVariables(process.env);
	return basename(script) === 'npm-cli.js'
		? runChild(process.execPath, [script, ...args], { cwd, env })
		: runChild('npm', args, { cwd, env, shell: process.platform === 'win32' });
}

/**
 * `npm run` hands the settings of this project's .npmrc on as environment variables; they would
 * also rule an npm that works in another folder.
 */
function withoutNpmScriptVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	const ofThisProject =
		/^(npm_package_|npm_lifecycle_|npm_config_(ignore_scripts|legacy_peer_deps|local_prefix)$)/;
	return Object.fromEntries(Object.entries(env).filter(([name]) => !ofThisProject.test(name)));
}
