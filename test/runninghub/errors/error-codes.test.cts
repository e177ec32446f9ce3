import { readAnswer } from '../../../runninghub/api/answer';
import { ERROR_CODES } from '../../../runninghub/errors/error-codes';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { documentedCodes } from './documented-codes.cts';

/** Codes that tell a state or a success. */
const NO_ERRORS = ['0', '804', '813'];

const CODES = Object.entries(ERROR_CODES);

function errorIn(body: unknown): RunningHubError {
	const answer = readAnswer({ status: 200, text: JSON.stringify(body) });
	if (answer.ok) throw new Error('read as a success');
	return answer.error;
}

it('are the documented ones, each of the documented kind and name', () => {
	const documented = documentedCodes().filter(({ code }) => !NO_ERRORS.includes(code));
	expect(documented.length).toBeGreaterThan(45);
	const known = CODES.map(([code, { kind, name = '' }]) => ({ code, name, kind }));
	const byCode = (left: { code: string }, right: { code: string }): number =>
		Number(left.code) - Number(right.code);
	expect(known.sort(byCode)).toEqual(documented.sort(byCode));
});

describe.each(CODES)('code %s', (code, { name, kind, message, hint, noTaskMade }) => {
	const text = name ?? 'What went wrong|出错了';
	const facts = { kind, message, hint, code, noTaskMade, detail: name ?? 'What went wrong' };

	it('is understood in every wording of an answer', () => {
		expect(errorIn({ code: Number(code), msg: text, data: null }).facts).toMatchObject(facts);
		expect(errorIn({ code: Number(code), message: text, data: null }).facts).toMatchObject(facts);
		expect(errorIn({ code, msg: text }).facts).toMatchObject(facts);
		const flat = { taskId: '', status: '', errorMessage: text, results: null };
		expect(errorIn({ ...flat, errorCode: code }).facts).toMatchObject(facts);
		expect(errorIn({ ...flat, errorCode: Number(code) }).facts).toMatchObject(facts);
	});

	it('is told in words of our own, with a next step', () => {
		expect(message).not.toMatch(/[_\u3400-\u9fff]/);
		expect(hint).toMatch(/^[A-Z].*\.$/);
		expect(new RunningHubError(facts).message).toBe(message);
	});
});

it('a passing busy answer to a submission is proof that no task was made, but for 1011', () => {
	const unproven = CODES.filter(
		([, { kind, temporary, noTaskMade }]) => kind === 'busy' && temporary && !noTaskMade,
	);
	expect(unproven.map(([code]) => code)).toEqual(['1011']);
});
