import assert from 'node:assert/strict';
import { PNG } from 'pngjs';
import { asObject, asText, parseJson } from '../../../runninghub/json';
import { PICTURE_SIDE } from '../../../test/simulator/media-files.cts';
import { failWith } from '../../../test/simulator/simulator.cts';
import type { OtherCredential } from '../../examples/example.cts';
import type { CredentialReference, Execution } from '../../n8n/rest.cts';
import type { Cell } from '../local-google.cts';
import { assertSucceeded, rows } from '../outcome.cts';
import { until } from '../until.cts';
import { assertPairedInOrder, type ExampleStage } from './example-stage.cts';

const FOLDER = '1Tx9WHbA3wBpPB4C_HcoZDH9WZFWYxAMU';
const FOLDER_LINK = `https://drive.google.com/drive/folders/${FOLDER}?usp=sharing`;
const ORDER = { Picture: 'A red fox in the snow at dawn', Style: 'Watercolour', Shape: 'Wide' };

/** `form-to-google-drive.json`: the picture goes to Google Drive, and the page has its link. */
export async function formToGoogleDrive(stage: ExampleStage): Promise<string> {
	const { asked, google } = stage;
	const { page, execution } = await sendForm(stage);
	const [file, ...others] = google.files.slice(-1);
	assert.deepEqual(others, []);
	assert.ok(file !== undefined && page.includes(`https://drive.google.com/file/d/${file.id}/view`));
	assert.ok(page.includes(file.name), 'the page does not name the file');
	assert.deepEqual([file.mimeType, file.parents], ['image/png', [FOLDER]]);
	assert.match(file.name, /\.png$/);
	assert.equal(PNG.sync.read(file.content).width, PICTURE_SIDE);
	assert.equal(rows(execution, 'Save to Google Drive').length, 1);
	assert.deepEqual(asked.submits(), [
		{ prompt: 'A red fox in the snow at dawn, watercolour', size: '1920*1080' },
	]);
	assert.deepEqual([asked.tasks(), asked.charges()], [1, 1]);
	return `${file.content.length} bytes in Google Drive`;
}

/** Google Drive is full: the page has RunningHub's link, so that what is paid for is not lost. */
export async function formWithFullDrive(stage: ExampleStage): Promise<void> {
	const { google, simulator, asked } = stage;
	const before = google.files.length;
	google.fillDrive(true);
	const { page } = await sendForm(stage).finally(() => google.fillDrive(false));
	assert.equal(google.files.length, before);
	const link = simulator.tasks().at(-1)?.results?.[0]?.url ?? 'no link';
	assert.ok(page.replaceAll('&amp;', '&').includes(link), 'the page does not have the link');
	assert.deepEqual([asked.tasks(), asked.charges()], [1, 1]);
}

/** RunningHub refuses the prompt: the page says so. */
export async function formRefused(stage: ExampleStage): Promise<void> {
	stage.simulator.onSubmit(() => ({ failure: failWith('1501') }));
	const { page, execution } = await sendForm(stage);
	assert.ok(page.includes('There is no picture'));
	const [item] =
		execution.runs.find(({ node }) => node === 'Generate the picture')?.outputs[1] ?? [];
	const error = asText(asObject(item?.['json'])['error']);
	assert.notEqual(error, '');
	assert.ok(page.includes(error.split(/[<>&'"]/)[0] ?? error), `the page does not say ${error}`);
	assert.deepEqual([stage.asked.tasks(), stage.asked.charges()], [1, 0]);
}

/** Fills in the form as a browser does, and waits for its last page. */
async function sendForm(stage: ExampleStage): Promise<{ page: string; execution: Execution }> {
	const { session } = stage;
	const googleDriveOAuth2Api = await googleAccount(stage, 'googleDriveOAuth2Api');
	const { workflowId, formPath } = await stage.importExample({
		settings: { folder: FOLDER_LINK },
		others: { googleDriveOAuth2Api },
	});
	const before = await session.executionsOf(workflowId);
	await session.activate(workflowId);
	try {
		let form = '';
		// n8n 2.x answers first and listens a moment later.
		await until(async () => {
			const response = await fetch(`${stage.url}${formPath}`);
			form = await response.text();
			return response.ok;
		}, 'there is no form');
		for (const question of Object.keys(ORDER)) {
			assert.ok(form.includes(question), `the form does not ask for ${question}`);
		}
		const body = new FormData();
		Object.values(ORDER).forEach((answer, index) => body.set(`field-${index}`, answer));
		const sent = await fetch(`${stage.url}${formPath}`, { method: 'POST', body });
		const { formWaitingUrl } = asObject(parseJson(await sent.text()));
		// n8n names itself by a host name that need not lead to the address it listens on.
		const waiting = new URL(asText(formWaitingUrl));
		const address = new URL(`${waiting.pathname}${waiting.search}`, stage.url);
		const [id = ''] = await newExecutions(stage, workflowId, before);
		await until(
			async () => (await session.execution(id)).status !== 'running',
			'the last page of the form does not come',
		);
		const page = await (await fetch(address)).text();
		// The page ends the execution by itself.
		await fetch(address, { method: 'POST' });
		const execution = await session.finished(id, () => undefined);
		assertSucceeded(execution);
		return { page, execution };
	} finally {
		await session.deactivate(workflowId);
	}
}

async function newExecutions(
	{ session }: ExampleStage,
	workflowId: string,
	before: readonly string[],
): Promise<string[]> {
	let found: string[] = [];
	await until(async () => {
		found = (await session.executionsOf(workflowId)).filter((id) => !before.includes(id));
		return found.length > 0;
	}, 'the workflow was not started');
	return found;
}

const SPREADSHEET = '1anGBg0b5re2VtF2bKu201_a-Vnz5BHq9Y4r-yBDAj5A';
const SHEET = 'Pictures 2026';

/** `google-sheet-row-by-row.json`: of five rows two are done, one is refused, two get pictures. */
export async function googleSheetRowByRow(stage: ExampleStage): Promise<string> {
	const { google, simulator, asked } = stage;
	simulator.onSubmit(({ body }) =>
		asText(body['prompt']).includes('blood') ? { failure: failWith('1501') } : undefined,
	);
	const sheet: Cell[][] = [
		['prompt', 'note', 'status', 'picture', 'task', 'problem'],
		['A lighthouse in a storm', 'done before', 'SUCCESS', 'https://example.com/old.png', '1', ''],
		['=A red boat on a golden sea', 'not a formula'],
		['A battlefield covered in blood', ''],
		['A harbour before sunrise', 'long ago', 'FAILED', '', '', 'No coins'],
		['Old hands untie a rope', ''],
	];
	google.share(SPREADSHEET, SHEET, sheet);
	const [, done, , , failed] = structuredClone(sheet);
	const googleSheetsOAuth2Api = await googleAccount(stage, 'googleSheetsOAuth2Api');
	const spreadsheet = `https://docs.google.com/spreadsheets/d/${SPREADSHEET}/edit?gid=0#gid=0`;
	const changes = {
		settings: { spreadsheet, sheet: SHEET },
		others: { googleSheetsOAuth2Api },
	};
	const execution = await stage.run(changes);

	assertPairedInOrder(rows(execution, 'Generate a picture of each'), 3);
	assert.deepEqual([sheet[1], sheet[4]], [done, failed], 'a row with a status was touched');
	for (const row of [sheet[2], sheet[5]]) {
		const [prompt, , status, picture, taskId, problem] = row ?? [];
		const task = simulator.tasks().find(({ id }) => id === taskId);
		assert.ok(task !== undefined, `${taskId} is not the ID of a task`);
		assert.equal(task.body['prompt'], prompt);
		assert.deepEqual([status, picture, problem], ['SUCCESS', task.results?.[0]?.url, '']);
	}
	const [, , status, picture, taskId, problem] = sheet[3] ?? [];
	assert.deepEqual([status, picture], ['FAILED', '']);
	assert.match(String(taskId), /^\d{19}$/);
	assert.notEqual(problem, '');
	assert.deepEqual([asked.tasks(), asked.charges()], [3, 2]);

	await stage.run(changes);
	assert.deepEqual([asked.tasks(), asked.charges()], [3, 2], 'a row was made again');
	return '2 pictures and 1 reason in the sheet';
}

/** An account that is connected already, as the log-in at Google is not played. */
async function googleAccount(
	{ session, google }: ExampleStage,
	type: OtherCredential,
): Promise<CredentialReference> {
	return await session.importCredential('Local Google', type, google.credential);
}
