import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import { SubmissionBrake } from '../../../runninghub/scheduling/submission-brake';

const NEVER = new AbortController().signal;

function unclear(): RunningHubError {
	return new RunningHubError({ kind: 'uncertain', message: 'lost', hint: '', noTaskMade: false });
}

it('is one for all who submit with the key: what one of them meets stops the others', async () => {
	const brake = new SubmissionBrake();
	expect(await brake.admit(NEVER)).toBe(true);
	const other = brake.admit(NEVER);
	brake.answered(unclear());
	expect(await other).toBe(true);
	expect(await brake.admit(NEVER)).toBe(true);
	const third = brake.admit(NEVER);
	brake.answered(unclear());
	brake.answered(unclear());
	expect(await third).toBe(false);
	expect(brake.reason?.facts).toMatchObject({ noTaskMade: true });
	expect(await brake.admit(NEVER)).toBe(false);
});

it('lets those go that are stopped', async () => {
	const brake = new SubmissionBrake();
	await brake.admit(NEVER);
	const stopped = new AbortController();
	const waiting = brake.admit(stopped.signal);
	stopped.abort();
	expect(await waiting).toBe(false);
	// Nor does one that left after all keep a place.
	brake.leave();
	expect(await brake.admit(NEVER)).toBe(true);
});

it('learns nothing from what never reached RunningHub', async () => {
	const brake = new SubmissionBrake();
	const unsent = { kind: 'network', message: 'refused', hint: '', noTaskMade: true } as const;
	for (const error of [unclear(), new RunningHubError(unsent), unclear(), unclear()]) {
		expect(await brake.admit(NEVER)).toBe(true);
		brake.answered(error);
	}
	expect(brake.reason?.message).toMatch(/last 3 submissions/);
});

it('lets two go at a time after an unclear answer, more after a clear one', async () => {
	const brake = new SubmissionBrake();
	const waitsForOneMore = async (): Promise<boolean> => {
		const stopped = new AbortController();
		const waiting = brake.admit(stopped.signal);
		stopped.abort();
		return !(await waiting);
	};
	for (let count = 0; count < 7; count++) {
		await brake.admit(NEVER);
		brake.answered();
	}
	for (let count = 0; count < 6; count++) expect(await brake.admit(NEVER)).toBe(true);
	brake.answered(unclear());
	expect(await waitsForOneMore()).toBe(true);
	for (let count = 0; count < 4; count++) brake.answered();
	for (let count = 0; count < 5; count++) expect(await brake.admit(NEVER)).toBe(true);
	expect(await waitsForOneMore()).toBe(true);
});
