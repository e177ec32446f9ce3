import { AsyncLocalStorage } from 'node:async_hooks';
import { TestEnvironment } from 'jest-environment-node';

const { run } = AsyncLocalStorage.prototype;
const inUse = new Set<AsyncLocalStorage<unknown>>();

AsyncLocalStorage.prototype.run = function (this: AsyncLocalStorage<unknown>, ...given: unknown[]) {
	inUse.add(this);
	return Reflect.apply(run, this, given);
};

// A worker that has nothing left to wait for would first take apart a heap of a gigabyte, for which Jest
// waits half a second before it calls that a leak. In a worker that does wait for something this never runs.
if (process.send !== undefined) process.once('beforeExit', () => process.exit());

/**
 * Node, without what the file before left behind: Jest keeps which test is running in a storage, a new
 * one for each file, and every promise of a process is written into each storage that was ever used.
 */
export default class NodeOfOneFile extends TestEnvironment {
	override async teardown(): Promise<void> {
		await super.teardown();
		for (const storage of inUse) storage.disable();
		inUse.clear();
	}
}
