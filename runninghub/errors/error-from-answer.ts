import { ERROR_CODES } from './error-codes';
import { type ErrorKind, type Recovery, RunningHubError } from './runninghub-error';

/** What is known of an answer that is not a success. */
export interface RefusedAnswer {
	/** RunningHub's code as text, '' when there was none. */
	readonly code: string;
	/** RunningHub's own text, '' when there was none. */
	readonly text: string;
	readonly httpStatus: number;
	readonly retryAfter?: number | undefined;
}

const KEY_TEXT = /apikey verification failed|api ?key\b.*(invalid|不存在)/i;

/** What a key of the other site was seen to be told; its code was not recorded. */
const USER_TEXT = /\buser not exist|APIKEY_USER_NOT_FOUND/i;

/**
 * Turns a refusal into an error with its kind, message and next step. HTTP 401 and 403 and the
 * key texts count as `auth` whatever the code (docs/runninghub-api.md, sections 1.5 and 8).
 */
export function errorFromAnswer(answer: RefusedAnswer): RunningHubError {
	const code = ERROR_CODES[answer.code];
	const known = code?.kind === 'auth' ? code : (ERROR_CODES[refusedKeyCode(answer)] ?? code);
	const detail = readable(answer.text);
	const shared = {
		code: answer.code === '' ? undefined : answer.code,
		detail: detail === '' ? undefined : detail,
		httpStatus: answer.httpStatus,
		retryAfter: answer.retryAfter,
	};
	if (known) {
		const { kind, message, hint, noTaskMade, temporary, refusesKey } = known;
		// HTTP 403 alone may be about what this one request asked.
		const isForbidden =
			answer.httpStatus === 403 && !KEY_TEXT.test(answer.text) && !code?.refusesKey;
		const keyRefused = refusesKey === true && !isForbidden;
		const facts = { kind, message, hint, recover: RECOVERIES[kind], noTaskMade, temporary };
		return new RunningHubError({ ...shared, ...facts, ...(keyRefused && { keyRefused }) });
	}
	const reading = byHttpStatus(answer.httpStatus, detail);
	return new RunningHubError({ ...shared, ...reading, recover: RECOVERIES[reading.kind] });
}

const RECOVERIES: Partial<Record<ErrorKind, Recovery>> = { auth: 'changeKey', busy: 'askLess' };

/** The code of the refusal that the HTTP status or the text tells of, '' when it is not about the key. */
function refusedKeyCode({ httpStatus, text }: RefusedAnswer): string {
	if (USER_TEXT.test(text)) return '806';
	return httpStatus === 401 || httpStatus === 403 || KEY_TEXT.test(text) ? '802' : '';
}

interface Reading {
	readonly kind: ErrorKind;
	readonly message: string;
	readonly hint: string;
	readonly noTaskMade: boolean;
	readonly temporary: boolean;
}

function byHttpStatus(status: number, detail: string): Reading {
	if (status === 429) {
		return {
			kind: 'busy',
			message: 'RunningHub received too many requests',
			hint: 'Wait a minute, and run fewer tasks at a time if it goes on.',
			noTaskMade: true,
			temporary: true,
		};
	}
	if (status === 408 || status >= 500) {
		return {
			kind: 'server',
			message: `RunningHub answered with HTTP ${status}`,
			hint: 'This is a passing condition at RunningHub. It mostly takes a few minutes.',
			noTaskMade: false,
			temporary: true,
		};
	}
	if (status >= 400) {
		return {
			kind: status === 404 ? 'notFound' : 'invalid',
			message: `RunningHub refused the request with HTTP ${status}`,
			hint: 'Check the base URL and the endpoint of the model.',
			noTaskMade: true,
			temporary: false,
		};
	}
	return {
		kind: 'server',
		message:
			detail === ''
				? 'RunningHub refused the request without a reason'
				: `RunningHub answered: ${detail}`,
		hint: "Read RunningHub's own words and correct the values.",
		noTaskMade: false,
		temporary: false,
	};
}

/**
 * RunningHub's text for a reader of English: texts such as "English|中文" lose their Chinese half,
 * long ones are cut (docs/runninghub-api.md, section 2).
 */
export function readable(text: string): string {
	const parts = text.split('|').map((part) => part.trim());
	const english = parts.filter((part) => part !== '' && !/[\u3400-\u9fff]/.test(part));
	const chosen = parts.length > 1 && english.length > 0 ? english.join(' | ') : text.trim();
	return chosen.length > 500 ? `${chosen.slice(0, 499)}…` : chosen;
}
