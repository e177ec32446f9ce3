// n8n reads its rules for outgoing requests when it first needs them.
process.env.N8N_SSRF_PROTECTION_ENABLED = 'true';

import { onPublicStage } from './public-names.cts';

describe('a link where n8n guards its own network', () => {
	it('is not opened against the rules, whatever the option says', async () => {
		await onPublicStage(async (stage) => {
			const { error } = await stage.run({
				resource: 'file',
				operation: 'upload',
				fields: { files: 'http://192.168.1.9/a.png', options: { fetchPrivateLinks: true } },
			});
			expect(error?.message).toContain(
				'http://192.168.1.9/a.png is an address to which this n8n allows no requests',
			);
			expect(stage.opened).toEqual([]);
			expect(stage.simulator.requestsOf('upload')).toEqual([]);
		});
	});
});
