import { AxiosError } from 'axios';
import {
	ApplicationError,
	ExpressionError,
	type INode,
	NodeApiError,
	NodeOperationError,
	OperationalError,
	UnexpectedError,
	UserError,
} from 'n8n-workflow';
import { RequestNotSent } from '../../../../runninghub/transport';
import { transportFault } from '../../../../nodes/RunningHub/runtime/transport-fault';

const KEY = '0123456789abcdef0123456789abcdef';
const NODE: INode = {
	id: '1',
	name: 'RunningHub',
	type: 'runningHub',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** As n8n hands on what went wrong with a request that has the credential. */
const wrapped = (error: Error) => new NodeApiError(NODE, Object.assign(error));

function withCode<E extends Error>(error: E, code: string): E {
	return Object.assign(error, { code });
}

/** As n8n's HTTP client tells of a request that was on its way. */
function underWay(message: string, code?: string, cause?: Error): AxiosError {
	const error = new AxiosError(message, code, undefined, { path: '/' });
	return Object.assign(error, { cause });
}

describe('an exception before anything is sent', () => {
	it.each([
		['of an expression', new ExpressionError("Node 'A' hasn't been executed"), /^Node 'A' hasn't/],
		['of n8n', new ApplicationError('No such thing'), /^No such thing$/],
		['of the user', new UserError('The base URL is empty. Give it.'), /^The base URL is empty/],
		['nobody expected', new UnexpectedError('Something is off'), /^Something is off$/],
		[
			'of a node without a credential',
			new NodeOperationError(NODE, 'Node does not have any credentials set'),
			/^Node does not have any credentials set$/,
		],
		[
			'about an address that is none',
			withCode(new TypeError('Invalid URL'), 'ERR_INVALID_URL'),
			/^Invalid URL$/,
		],
		[
			'about a header that is none',
			withCode(new TypeError('Invalid character in header content'), 'ERR_INVALID_CHAR'),
			/^Invalid character in header/,
		],
		[
			'about a protocol that is none',
			new AxiosError('Unsupported protocol ftp:', 'ERR_BAD_REQUEST'),
			/^Unsupported protocol ftp:$/,
		],
		[
			"of n8n's rules for outgoing requests, at the connection",
			underWay('blocked', undefined, new UserError('The request was blocked by a rule')),
			/^The request was blocked by a rule$/,
		],
	])('%s says what it is', (_which, error, message) => {
		for (const each of [error, wrapped(error)]) {
			const fault = transportFault(each, 1000, KEY);
			expect(fault).toBeInstanceOf(RequestNotSent);
			expect(fault.neverSent).toBe(true);
			expect(fault.message).toMatch(message);
			expect(fault.message).not.toMatch(/connection broke/);
		}
	});

	it('shows no address, no token and no key', () => {
		const secret = `https://store.example/put?X-Signature=${KEY}abc failed with Bearer abc for ${KEY}`;
		const { message } = transportFault(new UserError(secret), 1000, KEY);
		expect(message).toBe('[address] failed with [token] for [API key]');
		expect(transportFault(new Error(secret), 1000).message).not.toContain('0123456789');
	});
});

describe('what is no proof that nothing was sent', () => {
	it.each([
		[
			'an error of a program',
			new TypeError("Cannot read properties of undefined (reading 'x')"),
			/^Cannot read/,
		],
		[
			'an operation of n8n, which may be a redirect',
			new OperationalError('Too many redirects'),
			/^Too many/,
		],
		['an error without words', new Error(''), /^n8n gives no reason$/],
	])('%s is told by its own words', (_which, error, message) => {
		for (const each of [error, wrapped(error)]) {
			const fault = transportFault(each, 1000, KEY);
			expect(fault).not.toBeInstanceOf(RequestNotSent);
			expect(fault.neverSent).toBe(false);
			expect(fault.message).toMatch(message);
		}
	});

	it.each([
		['a hang-up', underWay('socket hang up', 'ECONNRESET'), 'the connection was cut', false],
		[
			'a time limit',
			underWay('timeout of 1000ms exceeded', 'ECONNABORTED'),
			'no answer within 1 seconds',
			false,
		],
		[
			'an answer that breaks off',
			underWay('stream has been aborted', 'ERR_BAD_RESPONSE'),
			'the connection was cut',
			false,
		],
		[
			'an answer that breaks off, as older n8n tells it',
			new Error('stream has been aborted'),
			'the connection was cut',
			false,
		],
		['a stop', underWay('canceled', 'ERR_CANCELED'), 'the request was stopped', false],
		['a broken answer', underWay('Parse Error', 'HPE_INVALID'), 'the connection broke', false],
		[
			'a refused connection',
			underWay('connect', 'ECONNREFUSED'),
			'the connection was refused',
			true,
		],
		[
			'a certificate',
			underWay('self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'),
			'its TLS certificate was not accepted',
			true,
		],
		[
			'a full disk',
			withCode(new Error('write'), 'ENOSPC'),
			'the disk of the n8n server is full',
			false,
		],
		[
			"n8n's own error around a broken connection",
			new ApplicationError('Request failed', { cause: underWay('socket hang up', 'ECONNRESET') }),
			'the connection was cut',
			false,
		],
	])('%s keeps its name', (_which, error, message, neverSent) => {
		for (const each of [error, wrapped(error)]) {
			expect(transportFault(each, 1000)).toMatchObject({ message, neverSent });
		}
	});
});
