import { reachOfAddress, reachOfHost, shownAddress } from '../../runninghub/network-reach';

describe('an address', () => {
	it.each([
		'https://files.example.com/a.png',
		'https://93.184.216.34/',
		'http://172.32.0.1/',
		'http://100.128.0.1/',
		'http://metadata.example.com/',
		'http://[2001:db8::1]/',
		'http://[::ffff:93.184.216.34]/',
		'https://localhost.example.com/',
		'https://10.0.0.1.example.com/',
		'http://files.example.com\\@minio/a.png',
	])('%s is open to everybody', (address) => {
		expect(reachOfAddress(address)).toBe('public');
	});

	it.each([
		'http://minio:9000/bucket/a.png',
		'http://localhost/a.png',
		'http://LOCALHOST./a.png',
		'http://nas.local/a.png',
		'http://files.home.arpa/',
		'http://192.168.1.5/a.png',
		'http://10.1.2.3/',
		'http://100.64.0.1/',
		'http://0.0.0.0/',
		'http://255.255.255.255/',
		'http://127.1/',
		'http://2130706433/',
		'http://0x7f.0.0.1/',
		'http://0300.0250.1.1/',
		'http://[::]/',
		'http://[::1]/',
		'http://[fd12::1]/',
		'http://[::ffff:192.168.1.1]/',
		'http://[::ffff:7f00:1]/',
		'http://[::10.0.0.1]/',
		'http://[64:ff9b::10.0.0.1]/',
		'http://[2002:c0a8:0101::]/',
		'http://files.example.com@192.168.1.5/a.png',
		'http:\\\\minio/a.png',
		'ftp://files.example.com/',
		'https://',
	])('%s is not', (address) => {
		expect(reachOfAddress(address)).toBe('private');
	});

	it.each([
		'http://169.254.169.254/latest/meta-data/',
		'http://2852039166/',
		'http://0xa9fea9fe/',
		'http://0251.0376.0251.0376/',
		'http://[::ffff:169.254.169.254]/',
		'http://[64:ff9b::a9fe:a9fe]/',
		'http://[fe80::1]/',
		'http://[fd00:ec2::254]/',
		'http://100.100.100.200/',
		'http://metadata.google.internal/',
		'http://METADATA.google.internal./',
		'http://metadata/',
		'http://user:word@169.254.1.1/',
	])('%s is nobody’s business', (address) => {
		expect(reachOfAddress(address)).toBe('forbidden');
	});

	it.each([
		['fe80::1', 'forbidden'],
		['::ffff:10.0.0.1', 'private'],
		['93.184.216.34', 'public'],
	])('looked up as %s is %s', (host, reach) => {
		expect(reachOfHost(host)).toBe(reach);
	});

	it('is shown without what may be secret in it', () => {
		expect(shownAddress('https://user:word@files.example.com/a.png?token=b#c')).toBe(
			'https://files.example.com/a.png',
		);
	});
});
