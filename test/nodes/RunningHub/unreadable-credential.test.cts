import { TestCredentials } from '../../n8n/credentials.cts';
import { onStage } from './stage.cts';

// One after the other: they break what reads the credentials of all.
describe('a credential', () => {
	it.each([
		['from the start', 1, /^The credential could not be read: The store is locked$/],
		// Once to connect, and then for each request.
		['at the submission', 2, /: the credential could not be read: The store is locked$/],
	])('that cannot be read %s is told as that', async (_when, readable, message) => {
		await onStage(async ({ run, simulator }) => {
			let reads = 0;
			const lock = jest
				.spyOn(TestCredentials.prototype, 'getDecrypted')
				.mockImplementation(async function (this: TestCredentials) {
					reads += 1;
					if (reads >= readable) throw new TypeError('The store is locked');
					return await Promise.resolve({ ...this.credential });
				});
			const { error } = await run({}).finally(() => lock.mockRestore());
			expect(error?.message).toMatch(message);
			expect(error?.message).not.toMatch(/unknown|connection/);
			expect(simulator.requestsOf('submit')).toEqual([]);
		});
	});
});
