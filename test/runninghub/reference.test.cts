import { readReference, type ReferenceKind } from '../../runninghub/reference';

const ID = '1904136902449209346';

const HOSTS = [
	['https://www.runninghub.ai', 'international'],
	['https://runninghub.ai', 'international'],
	['https://www.runninghub.cn', 'china'],
	['http://runninghub.cn', 'china'],
	['HTTPS://WWW.RunningHub.CN', 'china'],
	['https://www.runninghub.cn:443', 'china'],
	['http://127.0.0.1:8787', undefined],
	['https://not-runninghub.cn', undefined],
	['https://notrunninghub.ai', undefined],
	['https://runninghub.ai.example.com', undefined],
] as const;

const PATHS: ReadonlyArray<readonly [ReferenceKind, string]> = [
	['workflow', `/workflow/${ID}`],
	['workflow', `/zh-cn/workflow/${ID}`],
	['workflow', `/en/workflow/${ID}`],
	['workflow', `/#/workflow/${ID}`],
	['workflow', `/zh-cn/#/workflow/${ID}`],
	['workflow', `#workflow/${ID}`],
	['workflow', `/post/${ID}`],
	['workflow', `/ja-jp/post/${ID}`],
	['workflow', `/comfyui/workflow/${ID}`],
	['workflow', `/ko-kr/comfyui/workflow/${ID}`],
	['aiApp', `/ai-detail/${ID}`],
	['aiApp', `/zh-cn/ai-detail/${ID}`],
	['aiApp', `/#/ai-detail/${ID}`],
	['aiApp', `/openapi/v2/run/ai-app/${ID}`],
];

const TAILS = [
	'',
	'/',
	'?inviteCode=kol01-rh047',
	'?id=2',
	'#comments',
	'#2',
	'?a=1#/b/3',
	'/edit',
];

const OTHER: Readonly<Record<ReferenceKind, ReferenceKind>> = {
	workflow: 'aiApp',
	aiApp: 'workflow',
};

describe.each(['aiApp', 'workflow'] as const)('the address of an API page, as %s,', (kind) => {
	it.each(HOSTS)('at %s gives its id and its site', (host, site) => {
		const page = `${host}/call-api/api-detail/${ID}`;
		expect(readReference(page, kind)).toEqual({ id: ID, site });
	});

	it.each(['?apiType=1', '?apiType=4', '?apiType=5', '/', '#top'])(
		'followed by %s gives the same id',
		(tail) => {
			const page = `https://www.runninghub.cn/zh-CN/call-api/api-detail/${ID}${tail}`;
			expect(readReference(page, kind)).toEqual({ id: ID, site: 'china' });
		},
	);
});

describe.each(PATHS)('an address of a page (%s, %s)', (kind, path) => {
	it.each(HOSTS)('at %s gives its id and its site', (host, site) => {
		expect(readReference(`${host}${path}`, kind)).toEqual({ id: ID, site });
	});

	it.each(TAILS)('followed by %j gives the same id', (tail) => {
		expect(readReference(`https://www.runninghub.ai${path}${tail}`, kind)).toEqual({
			id: ID,
			site: 'international',
		});
	});

	it('with blanks around it gives the same id', () => {
		expect(readReference(` \n https://www.runninghub.ai${path}\t`, kind)).toMatchObject({ id: ID });
	});

	it('is told from one of the other kind', () => {
		const [is, isNot] =
			kind === 'workflow' ? ['a workflow', 'an AI app'] : ['an AI app', 'a workflow'];
		expect(readReference(`https://www.runninghub.cn${path}`, OTHER[kind])).toEqual({
			problem: `This is the URL of ${is}, not of ${isNot}`,
		});
	});
});

describe('an id', () => {
	it.each(['12345', ID, '1904136902449209347', '9007199254740993', '9223372036854775807'])(
		'%s stays as it is, and names no site',
		(id) => {
			for (const kind of ['workflow', 'aiApp'] as const) {
				expect(readReference(` ${id}\n`, kind)).toEqual({ id, site: undefined });
			}
		},
	);
});

describe('anything else', () => {
	it.each([
		'',
		'a red fox',
		'1234',
		`${ID}0`,
		`-${ID}`,
		`${ID}n`,
		`${ID} ${ID}`,
		'1.9e18',
		'null',
		'https://',
		`ftp://www.runninghub.ai/workflow/${ID}`,
		`javascript:alert(${ID})`,
	])('%j is neither', (text) => {
		expect(readReference(text, 'workflow')).toEqual({
			problem: `"${text}" is neither the ID of a workflow nor the URL of its page`,
		});
		expect(readReference(text, 'aiApp')).toEqual({
			problem: `"${text}" is neither the ID of an AI app nor the URL of its page`,
		});
	});

	it.each([
		'',
		'/',
		'/workflow',
		'/workflow/',
		'/workflow/abc',
		'/workflow/12',
		`/workflow/${ID}9`,
		`/workflow/${ID}x`,
		`/workflows/${ID}`,
		`/my-workflow/${ID}`,
		`/user-center/${ID}`,
		`/?next=/workflow/${ID}`,
		`/ai-detail/${ID}9`,
	])('https://www.runninghub.ai%s is not the page of one', (path) => {
		const url = `https://www.runninghub.ai${path}`;
		expect(readReference(url, 'workflow')).toEqual({
			problem: `"${url}" is not the URL of a workflow`,
		});
		expect(readReference(url, 'aiApp')).toEqual({
			problem: `"${url}" is not the URL of an AI app`,
		});
	});

	it('is shown shortened', () => {
		expect(readReference('x'.repeat(5000), 'workflow')).toEqual({
			problem: `"${'x'.repeat(80)}" is neither the ID of a workflow nor the URL of its page`,
		});
	});
});
