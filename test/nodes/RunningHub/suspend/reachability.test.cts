import { whyUnreachable } from '../../../../nodes/RunningHub/suspend/reachability';

const RUNNINGHUB = 'https://www.runninghub.ai';

describe('whether RunningHub can call an n8n back', () => {
	it.each([
		'http://localhost:5678/webhook-waiting/1',
		'http://n8n:5678/',
		'http://n8n.localhost/',
		'http://n8n.lan/',
		'http://0.0.0.0:5678/',
		'http://10.1.2.3/',
		'http://100.64.0.1/',
		'http://127.0.0.1:5678/',
		'http://172.31.0.1/',
		'http://192.168.1.5/',
		'http://[::1]:5678/',
		'http://[::]:5678/',
		'http://[fd12::1]/',
		'http://[fe80::1]/',
	])('not at %s', (address) => {
		expect(whyUnreachable(address, RUNNINGHUB)).toContain('WEBHOOK_URL');
	});

	it.each([
		'https://n8n.example.com/webhook-waiting/1?signature=a',
		'https://user:word@n8n.example.com/',
		'https://100.128.0.1/',
		'https://172.32.0.1/',
		'https://[2001:db8::1]:5678/',
	])('at %s', (address) => {
		expect(whyUnreachable(address, RUNNINGHUB)).toBeUndefined();
	});

	it('at a private address when the site is private too', () => {
		expect(whyUnreachable('http://127.0.0.1:5678/', 'http://localhost:8787')).toBeUndefined();
	});

	it('not without an address', () => {
		expect(whyUnreachable('', RUNNINGHUB)).toBe('n8n gives no address to be called back at');
	});
});
