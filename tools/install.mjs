// Makes the npm dependencies current. Plain Node, no dependency: it is the first step of every
// command and has to run on a bare clone.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = [20, 19];
const HEARTBEAT_MS = 15_000;

/** Whether this Node is at least the oldest one that the dependencies run on. */
function isNodeNewEnough(version) {
	const [major, minor] = version.split('.').map(Number);
	return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

/** The packages a lock file lists, by folder; empty when there is no such file. */
function lockedPackages(path) {
	try {
		const { '': _root, ...packages } = JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
		return packages;
	} catch {
		return {};
	}
}

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes the list of what it
 * installed into node_modules last, so an interrupted installation counts as not current.
 */
function isCurrent() {
	const wanted = lockedPackages(join(PROJECT, 'package-lock.json'));
	const installed = lockedPackages(join(PROJECT, 'node_modules', '.package-lock.json'));
	const missing = Object.entries(wanted).filter(([folder, { version, integrity, optional }]) => {
		const found = installed[folder];
		// npm leaves out optional packages that are made for another platform.
		if (found === undefined) return optional !== true;
		return found.version !== version || found.integrity !== integrity;
	});
	const extra = Object.keys(installed).filter((folder) => wanted[folder] === undefined);
	return missing.length === 0 && extra.length === 0;
}

/** The first lines of npm's complaint: its warnings come before, its whole manual after. */
function reason(errors) {
	const lines = errors.split('\n').filter((line) => line !== '' && !line.startsWith('npm warn'));
	return lines.slice(0, 30).join('\n');
}

/** Runs npm, with a line every 15 seconds; rejects with npm's complaint when it fails. */
function npm(args) {
	const script = process.env.npm_execpath ?? '';
	const isNpm = basename(script) === 'npm-cli.js';
	const [command, prefix] = isNpm ? [process.execPath, [script]] : ['npm', []];
	return new Promise((resolve, reject) => {
		const child = spawn(command, [...prefix, ...args], {
			cwd: PROJECT,
			stdio: ['ignore', 'pipe', 'pipe'],
			shell: !isNpm && process.platform === 'win32',
		});
		let errors = '';
		child.stdout.resume();
		child.stderr.on('data', (chunk) => {
			errors += chunk;
		});
		const started = Date.now();
		const heartbeat = setInterval(() => {
			console.log(`  … still installing (${Math.round((Date.now() - started) / 1000)} s)`);
		}, HEARTBEAT_MS);
		child.on('error', (error) => {
			clearInterval(heartbeat);
			reject(new Error(`npm could not be started: ${error.message}`));
		});
		child.on('close', (code) => {
			clearInterval(heartbeat);
			if (code === 0) resolve();
			else reject(new Error(`npm ${args[0]} failed with code ${code}:\n${reason(errors)}`));
		});
	});
}

async function main() {
	if (!isNodeNewEnough(process.versions.node)) {
		throw new Error(
			`Node ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.versions.node}. Get a newer one from https://nodejs.org/`,
		);
	}
	if (isCurrent()) return;
	const started = Date.now();
	console.log('Installing npm dependencies (about a minute) …');
	await npm(['ci', '--include=dev']);
	console.log(`Installed npm dependencies in ${Math.round((Date.now() - started) / 1000)} s`);
}

main().catch((error) => {
	console.error(error.message);
	process.exitCode = 1;
});
