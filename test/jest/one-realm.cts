import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import vm from 'node:vm';
import type { JestEnvironmentConfig } from '@jest/environment';
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

/** Under this name a test file finds Node.js's own `require`, for the packages (packages.cjs). */
const REQUIRE = Symbol.for('n8n-nodes-runninghub.require');
const load = createRequire(__filename);
Reflect.set(globalThis, REQUIRE, load);

// Jest runs code in the context of the environment. Here that is the one of Node.js itself.
const here: vm.Context = {};
const { compileFunction } = vm;
vm.compileFunction = (code, parameters, options) => {
	if (options?.parsingContext !== here) return compileFunction(code, parameters, options);
	const { filename } = options;
	return compileFunction(code, parameters, { ...(filename !== undefined && { filename }) });
};

// A worker that has nothing left to wait for would first take apart its heap, for which Jest waits half
// a second before it calls that a leak. In a worker that does wait for something this never runs.
const { exit } = process;
if (process.send !== undefined) process.once('beforeExit', () => exit.call(process));

const { run } = AsyncLocalStorage.prototype;
const inUse = new Set<AsyncLocalStorage<unknown>>();
AsyncLocalStorage.prototype.run = function (this: AsyncLocalStorage<unknown>, ...given: unknown[]) {
	inUse.add(this);
	return Reflect.apply(run, this, given);
};

/**
 * Runs each test file where Node.js itself runs, as n8n runs nodes, and not in a realm of its own, as
 * Jest would: an error of n8n's is an `Error` here, too, and its code need not be loaded anew for each
 * file. The globals, the environment variables and the listeners to the process's exit are put back when a
 * file ends; what it changes in packages and prototypes stays.
 */
export default class OneRealm {
	readonly global = globalThis;
	readonly fakeTimers = null;
	readonly fakeTimersModern: ModernFakeTimers;
	readonly moduleMocker = new ModuleMocker(globalThis);
	readonly #globals = new Map(
		Reflect.ownKeys(globalThis).map((key) => [
			key,
			Reflect.getOwnPropertyDescriptor(globalThis, key),
		]),
	);
	readonly #environment = { ...process.env };
	readonly #atExit = new Set(process.listeners('exit'));

	constructor({ projectConfig }: JestEnvironmentConfig) {
		// Gives bigints a `toJSON`, as in n8n: from the start, so that no file depends on those before it.
		load('n8n-workflow');
		Object.assign(globalThis, projectConfig.globals);
		Error.stackTraceLimit = 100;
		this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
	}

	async setup(): Promise<void> {
		await Promise.resolve();
	}

	async teardown(): Promise<void> {
		this.fakeTimersModern.dispose();
		// Jest keeps which test is running in a storage, a new one for each file, and every promise of a
		// process is written into each storage that was ever used.
		for (const storage of inUse) storage.disable();
		inUse.clear();
		process.exit = exit;
		for (const listener of process.listeners('exit')) {
			if (!this.#atExit.has(listener)) process.off('exit', listener);
		}
		for (const key of Reflect.ownKeys(globalThis)) {
			const before = this.#globals.get(key);
			if (before === undefined) Reflect.deleteProperty(globalThis, key);
			else if (before.configurable === true) Object.defineProperty(globalThis, key, before);
		}
		for (const name of Object.keys(process.env)) {
			if (!(name in this.#environment)) Reflect.deleteProperty(process.env, name);
		}
		Object.assign(process.env, this.#environment);
		await Promise.resolve();
	}

	exportConditions(): string[] {
		return ['node', 'node-addons'];
	}

	getVmContext(): vm.Context {
		return here;
	}
}
