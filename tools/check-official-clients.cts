import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mp4File, pngFile } from '../test/simulator/media-files.cts';
import { createSimulator, SIMULATOR_KEYS, UNKNOWN_KEY } from '../test/simulator/simulator.cts';
import type { Simulator } from '../test/simulator/simulator.cts';

/** The address that the skill's programs have built in. Only this is replaced, in a copy. */
const BUILT_IN_ADDRESS = 'https://www.runninghub.cn';
const AT_ONCE = 4;
const TIME_LIMIT = 120_000;

interface Check {
	/** Program and what it is to do. */
	readonly name: string;
	readonly command: readonly string[];
	readonly folder: string;
	readonly environment?: Readonly<Record<string, string>>;
	/** What the program prints when simulator and program agree. */
	readonly expected: RegExp;
	readonly exitCode?: number;
}

interface Outcome {
	readonly check: Check;
	readonly agreed: boolean;
	readonly output: string;
}

const USAGE = `Runs RunningHub's official Python programs against the simulator.

  node --require tsx/cjs tools/check-official-clients.cts <checkout of HM-RunningHub/ComfyUI_RH_OpenAPI> <checkout of HM-RunningHub/OpenClaw_RH_Skills>

Needs python3 and curl; the ComfyUI client core also needs Python's requests package.`;

/** Uses the client core of the ComfyUI nodes the way its own nodes do. */
const CORE_DRIVER = `
import sys
from core.upload import upload_file
from core.task import submit, poll
base, key, picture = sys.argv[1:4]
url = upload_file(open(picture, 'rb').read(), 'picture.png', 'image/png', key, base)
task = submit('rhart-image-n-pro/edit', {'prompt': 'a boat', 'resolution': '1k', 'imageUrls': [url]}, key, base)
outputs, answer = poll(task, key, base, polling_interval=1)
print('OUTPUTS', outputs)
`;

/** Uploads through the older route with the skill's own function. */
const LEGACY_UPLOAD_DRIVER = `
import sys
from runninghub_app import upload_file
print('FILE_NAME', upload_file(sys.argv[1], sys.argv[2]))
`;

function copySkill(checkout: string, target: string, baseUrl: string): string {
	cpSync(join(checkout, 'runninghub'), target, { recursive: true });
	const scripts = join(target, 'scripts');
	for (const name of ['runninghub.py', 'runninghub_app.py']) {
		const path = join(scripts, name);
		writeFileSync(path, readFileSync(path, 'utf8').replaceAll(BUILT_IN_ADDRESS, baseUrl));
	}
	return scripts;
}

function kitChecks(checkout: string, picture: string, baseUrl: string): Check[] {
	const folder = join(checkout, 'developer-kit', 'examples', 'python');
	const environment = {
		RH_API_KEY: SIMULATOR_KEYS.cn.shared,
		RH_API_BASE_URL: `${baseUrl}/openapi/v2`,
	};
	const outputs = (type: string): RegExp =>
		new RegExp(`task_id: \\d{19}\\s+outputs: \\['${baseUrl}/output/\\S+\\.${type}'\\]`);
	return [
		{ name: 'text_to_image.py', command: ['text_to_image.py'], expected: outputs('png') },
		{
			name: 'image_to_image.py',
			command: ['image_to_image.py', picture],
			expected: outputs('png'),
		},
		{ name: 'text_to_video.py', command: ['text_to_video.py'], expected: outputs('mp4') },
		{
			name: 'text_to_image.py, wrong key',
			command: ['text_to_image.py'],
			environment: { RH_API_KEY: UNKNOWN_KEY },
			expected: /Submit failed: Invalid API key/,
			exitCode: 1,
		},
		{
			name: 'text_to_image.py, consumer key',
			command: ['text_to_image.py'],
			environment: { RH_API_KEY: SIMULATOR_KEYS.cn.normal },
			expected: /Submit failed: Only enterprise shared API keys/,
			exitCode: 1,
		},
	].map((check) => ({ ...check, folder, environment: { ...environment, ...check.environment } }));
}

function coreCheck(checkout: string, picture: string, baseUrl: string): Check {
	return {
		name: 'core/upload.py and core/task.py: upload, submit, poll',
		command: ['-c', CORE_DRIVER, `${baseUrl}/openapi/v2`, SIMULATOR_KEYS.cn.shared, picture],
		folder: checkout,
		expected: /OUTPUTS \['http\S+\.png'\]/,
	};
}

function skillChecks(
	scripts: string,
	media: { picture: string; film: string },
	work: string,
): Check[] {
	const keys = SIMULATOR_KEYS.cn;
	const run = (
		name: string,
		args: readonly string[],
		expected: RegExp,
		exitCode = 0,
		key = keys.shared,
	): Check => ({
		name: `runninghub.py ${name}`,
		command: ['runninghub.py', '--api-key', key, ...args],
		folder: scripts,
		expected,
		exitCode,
	});
	const generate = (endpoint: string, args: readonly string[], type: string): Check =>
		run(
			`--endpoint ${endpoint}`,
			['--endpoint', endpoint, '--output', join(work, endpoint.replaceAll('/', '_')), ...args],
			new RegExp(`OUTPUT_FILE:\\S+\\.${type}\\s+COST:¥\\d`),
		);
	return [
		run('--check', ['--check'], /"status": "ready"/),
		run('--check, wrong key', ['--check'], /"status": "invalid_key"/, 0, UNKNOWN_KEY),
		run('--check, empty wallet', ['--check'], /"status": "no_balance"/, 0, keys.emptyShared),
		generate(
			'rhart-image-n-pro/text-to-image',
			['--prompt', 'a boat', '--param', 'resolution=1k'],
			'png',
		),
		generate(
			'rhart-image-n-pro/edit',
			['--prompt', 'a boat', '--param', 'resolution=1k', '--image', media.picture],
			'png',
		),
		generate(
			'rhart-video-v3.1-fast/image-to-video',
			['--prompt', 'a boat at sea', '--param', 'duration=8', '--image', media.picture],
			'mp4',
		),
		generate(
			'rhart-audio/suno-v5.5/single',
			['--param', 'title=Sea', '--param', 'description=calm'],
			'mp3',
		),
		generate('hitem3d-v2/image-to-3d', ['--image', media.picture], 'glb'),
		run(
			'--endpoint rhart-text-g-25-flash/video-to-text',
			[
				'--endpoint',
				'rhart-text-g-25-flash/video-to-text',
				'--prompt',
				'what is it',
				'--video',
				media.film,
			],
			/answers: what is it\s+COST:¥\d/,
		),
		run(
			'--task text-to-image (its own choice of model and defaults)',
			['--task', 'text-to-image', '--prompt', 'a boat', '--output', join(work, 'chosen')],
			/OUTPUT_FILE:\S+\.png/,
		),
		run(
			'--endpoint …, a task that fails',
			[
				'--endpoint',
				'rhart-image-n-pro/text-to-image',
				'--prompt',
				'[fail:1505]',
				'--param',
				'resolution=1k',
			],
			/"error": "TASK_FAILED", "message": "Task failed: \[1505\]/,
			1,
		),
		run(
			'--endpoint …, empty wallet',
			[
				'--endpoint',
				'rhart-image-n-pro/text-to-image',
				'--prompt',
				'a boat',
				'--param',
				'resolution=1k',
			],
			/no taskId in response.*"errorCode": "812"/,
			1,
			keys.emptyShared,
		),
		{
			name: 'runninghub_app.py --check',
			command: ['runninghub_app.py', '--api-key', keys.shared, '--check'],
			folder: scripts,
			expected: /"status": "ready"/,
		},
		{
			name: 'runninghub_app.py: upload_file',
			command: ['-c', LEGACY_UPLOAD_DRIVER, keys.normal, media.picture],
			folder: scripts,
			expected: /FILE_NAME api\/[0-9a-f]{64}\.png/,
		},
	];
}

/** Where the signature of a kind of file is, and what it is. */
const SIGNATURES: Readonly<Record<string, readonly [at: number, bytes: string]>> = {
	png: [0, '\u0089PNG'],
	mp4: [4, 'ftyp'],
	mp3: [0, '\u00ff'],
	glb: [0, 'glTF'],
};

function downloadsAreMedia(stdout: string): boolean {
	return [...stdout.matchAll(/^OUTPUT_FILE:(\S+\.(\w+))$/gm)].every(([, path, extension]) => {
		const signature = SIGNATURES[extension ?? ''];
		if (path === undefined || signature === undefined) return false;
		const [at, bytes] = signature;
		return (
			readFileSync(path)
				.subarray(at, at + bytes.length)
				.toString('latin1') === bytes
		);
	});
}

function runCheck(check: Check): Promise<Outcome> {
	return new Promise((resolve) => {
		execFile(
			'python3',
			check.command,
			{
				cwd: check.folder,
				timeout: TIME_LIMIT,
				env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...check.environment },
			},
			(error, stdout, stderr) => {
				const output = `${stdout}\n${stderr}`;
				const exitCode = error === null ? 0 : error.code;
				const agreed =
					check.expected.test(output) &&
					exitCode === (check.exitCode ?? 0) &&
					downloadsAreMedia(stdout);
				resolve({ check, agreed, output });
			},
		);
	});
}

async function runAll(checks: readonly Check[]): Promise<Outcome[]> {
	const waiting = [...checks];
	const outcomes: Outcome[] = [];
	const worker = async (): Promise<void> => {
		for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
			const outcome = await runCheck(check);
			outcomes.push(outcome);
			console.log(`${outcome.agreed ? 'agrees ' : 'DIFFERS'}  ${check.name}`);
			if (!outcome.agreed) console.log(outcome.output.replaceAll(/^/gm, '         '));
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	return outcomes;
}

function report(simulator: Simulator, outcomes: readonly Outcome[]): void {
	const { tasksCreated, charges, authorizedDownloads, requestsByKind } = simulator.counters;
	const differing = outcomes.filter((outcome) => !outcome.agreed).length;
	console.log(
		`\n${outcomes.length - differing} of ${outcomes.length} agree; ${tasksCreated} tasks, ${charges} charged, ${authorizedDownloads} downloads with a key; requests: ${JSON.stringify(requestsByKind)}`,
	);
	if (differing > 0) process.exitCode = 1;
}

async function main(): Promise<void> {
	const [kit, skill] = process.argv.slice(2);
	if (kit === undefined || skill === undefined) {
		console.error(USAGE);
		process.exitCode = 1;
		return;
	}
	const work = mkdtempSync(join(tmpdir(), 'official-clients-'));
	const simulator = createSimulator();
	try {
		const baseUrl = await simulator.listen();
		const media = { picture: join(work, 'picture.png'), film: join(work, 'film.mp4') };
		writeFileSync(media.picture, pngFile(3).bytes);
		writeFileSync(media.film, mp4File().bytes);
		mkdirSync(join(work, 'skill'));
		const scripts = copySkill(skill, join(work, 'skill'), baseUrl);
		const outcomes = await runAll([
			...kitChecks(kit, media.picture, baseUrl),
			coreCheck(kit, media.picture, baseUrl),
			...skillChecks(scripts, media, work),
		]);
		report(simulator, outcomes);
	} finally {
		await simulator.close();
		rmSync(work, { recursive: true });
	}
}

void main();
