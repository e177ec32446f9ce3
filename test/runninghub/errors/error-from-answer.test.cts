import { readAnswer } from '../../../runninghub/api/answer';
import type { RunningHubError } from '../../../runninghub/errors/runninghub-error';

interface Given {
	readonly status?: number;
	readonly json?: unknown;
	readonly text?: string;
	readonly retryAfter?: number;
}

function errorIn({
	status = 200,
	json,
	text = JSON.stringify(json),
	...rest
}: Given): RunningHubError {
	const answer = readAnswer({ status, text, ...rest });
	if (answer.ok) throw new Error('read as a success');
	return answer.error;
}

describe('a refused key', () => {
	it.each<[string, Given]>([
		[
			'HTTP 401 with code -1',
			{ status: 401, json: { code: -1, msg: 'ApiKey verification failed' } },
		],
		['HTTP 401 with plain text', { status: 401, text: 'ApiKey verification failed' }],
		['HTTP 401 without a body', { status: 401, text: '' }],
		['HTTP 403 with a page', { status: 403, text: '<html></html>' }],
		['HTTP 401 with a code of something else', { status: 401, json: { code: 301, msg: 'no' } }],
		['HTTP 200 with code 401', { json: { code: 401, message: 'ApiKey verification failed' } }],
		['code 802', { json: { code: 802, msg: 'APIKEY_UNAUTHORIZED', data: null } }],
		['code 1002', { json: { errorCode: '1002', errorMessage: 'Invalid API key|API Key 无效' } }],
		['code 806', { json: { code: 806, msg: 'APIKEY_USER_NOT_FOUND', data: null } }],
		['a user that does not exist', { json: { code: 1, msg: 'user not exist', data: null } }],
		[
			'the same as v2 words it',
			{ json: { taskId: '', errorCode: '9', errorMessage: 'user not exist' } },
		],
		[
			'the name of 806 under another code',
			{ json: { errorCode: '500', errorMessage: 'APIKEY_USER_NOT_FOUND' } },
		],
		['the text alone', { json: { code: 500, msg: 'ApiKey verification failed: API Key不存在' } }],
		[
			'an unknown code',
			{ json: { errorCode: '1601', errorMessage: 'API Key invalid|API Key 无效' } },
		],
	])('is told by %s', (_about, given) => {
		const { kind, message, hint, noTaskMade, temporary } = errorIn(given).facts;
		expect({ kind, noTaskMade, temporary: temporary === true }).toEqual({
			kind: 'auth',
			noTaskMade: true,
			temporary: false,
		});
		expect(message).toMatch(/refused the API key|knows no user for the API key/);
		expect(hint).toMatch(/site/);
	});

	it('is told to be of the other site where RunningHub knows no user for it', () => {
		for (const msg of ['user not exist', 'APIKEY_USER_NOT_FOUND']) {
			expect(errorIn({ json: { code: 1, msg, data: null } }).facts.hint).toMatch(
				/key of its other site/,
			);
		}
	});

	it.each([
		['803', 'APIKEY_INVALID_NODE_INFO', 'invalid'],
		['805', 'APIKEY_TASK_STATUS_ERROR', 'taskFailed'],
		['809', 'APIKEY_FILE_SIZE_EXCEEDED', 'invalid'],
		['412', 'TOKEN_INVALID', 'invalid'],
		['1007', 'Invalid parameters: the text "API key" is not allowed', 'invalid'],
	])('is not told by code %s, %s', (code, msg, kind) => {
		expect(errorIn({ json: { code: Number(code), msg } }).kind).toBe(kind);
	});
});

describe('an answer that tells nothing but an HTTP status', () => {
	it.each([
		[400, 'invalid', true, false],
		[404, 'notFound', true, false],
		[405, 'invalid', true, false],
		[408, 'server', false, true],
		[413, 'invalid', true, false],
		[429, 'busy', true, true],
		[500, 'server', false, true],
		[502, 'server', false, true],
		[503, 'server', false, true],
		[504, 'server', false, true],
		[524, 'server', false, true],
	])('HTTP %i is %s', (status, kind, noTaskMade, temporary) => {
		for (const given of [{ text: '<html></html>' }, { text: '' }, { json: { code: status } }]) {
			expect(errorIn({ status, ...given }).facts).toMatchObject({
				kind: status === 500 && 'json' in given ? 'server' : kind,
				httpStatus: status,
				noTaskMade,
				temporary,
			});
		}
	});

	it('keeps the seconds it asks to wait', () => {
		expect(errorIn({ status: 429, text: '', retryAfter: 12 }).facts.retryAfter).toBe(12);
		expect(errorIn({ status: 429, json: { code: 429 }, retryAfter: 9 }).facts.retryAfter).toBe(9);
	});
});

describe('HTTP 200 without an answer', () => {
	it.each([
		['a page', '<html></html>'],
		['half of it', '{"taskId":"19902467'],
		['nothing', ''],
		['a list', '[]'],
		['a text', '"success"'],
		['null', 'null'],
	])('%s is a fault of the service that may pass', (_about, text) => {
		expect(errorIn({ text }).facts).toMatchObject({
			kind: 'server',
			httpStatus: 200,
			noTaskMade: false,
			temporary: true,
		});
	});
});

describe('odd types', () => {
	it.each<[string, unknown]>([
		['errorCode 0', { errorCode: 0, errorMessage: null, taskId: '1' }],
		['errorCode "0"', { errorCode: '0', taskId: '1' }],
		['errorCode null', { errorCode: null, code: null, taskId: '1' }],
		['no code at all', { estimatedPrice: 1 }],
		['code "0"', { code: '0', data: null }],
		['code 200 with data', { code: 200, msg: 'success', data: {} }],
	])('%s is a success', (_about, json) => {
		expect(readAnswer({ status: 200, text: JSON.stringify(json) }).ok).toBe(true);
	});

	it('code 200 without data is none', () => {
		expect(errorIn({ json: { code: 200, data: null } }).kind).toBe('server');
	});

	it('the text may stand under three names', () => {
		for (const name of ['msg', 'message', 'errorMessage']) {
			expect(errorIn({ json: { code: 301, [name]: 'prompt is empty' } }).facts.detail).toBe(
				'prompt is empty',
			);
		}
	});

	it('an unknown code is told in the words of the service', () => {
		const { message, code, detail, temporary } = errorIn({
			json: { errorCode: '1404', errorMessage: 'The moon is in the way|月亮' },
		}).facts;
		expect({ message, code, detail, temporary }).toEqual({
			message: 'RunningHub answered: The moon is in the way',
			code: '1404',
			detail: 'The moon is in the way',
			temporary: false,
		});
		expect(errorIn({ json: { code: 1404 } }).message).toMatch(/without a reason/);
	});
});

describe('a text in two languages', () => {
	it.each([
		['File too large|文件过大', 'File too large'],
		['文件过大|File too large', 'File too large'],
		['文件过大', '文件过大'],
		['Use a | b|用', 'Use a | b'],
		['文件|过大', '文件|过大'],
		[' no bar ', 'no bar'],
	])('%s', (text, detail) => {
		expect(errorIn({ json: { code: 1008, msg: text } }).facts.detail).toBe(detail);
	});

	it('is cut when it is endless', () => {
		const { detail = '' } = errorIn({ json: { code: 1007, msg: 'x'.repeat(5000) } }).facts;
		expect(detail).toHaveLength(500);
	});
});
