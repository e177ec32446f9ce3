import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SIMULATOR_KEYS } from '../../test/simulator/simulator.cts';
import { endWithUs } from '../child.cts';
import type { Figure } from './figure.cts';
import type { MemoryOrder, MemoryReport } from './memory-message.cts';
import type { SimulatorReport } from './simulator-message.cts';

const MEGABYTE = 1_048_576;
const DOWNLOAD_MB = 512;
const UPLOAD_MB = 256;
const MOST_GROWTH_MB = 64;

function start(program: string, env: NodeJS.ProcessEnv = process.env): ChildProcess {
	const child = fork(join(__dirname, program), { env });
	endWithUs(child);
	return child;
}

/** The next message of a process. Rejects when it ends without one. */
function answerOf<Answer>(child: ChildProcess, question?: Serializable): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const ended = (code: number | null): void => {
			reject(new Error(`The process that was measured ended with code ${code ?? 'none'}`));
		};
		child.once('exit', ended);
		child.once('error', reject);
		child.once('message', (answer: Answer) => {
			child.off('exit', ended);
			resolve(answer);
		});
		if (question !== undefined) child.send(question);
	});
}

/**
 * How far the memory of n8n's engine grows while the node carries a large file, with files kept on
 * disk. Each figure has a process of its own, and so has the simulator, which makes up the files as
 * they are sent.
 */
export async function memory(): Promise<Figure[]> {
	const userFolder = await mkdtemp(join(tmpdir(), 'runninghub-bench-'));
	const env = {
		...process.env,
		N8N_USER_FOLDER: userFolder,
		N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
	};
	const simulator = start('simulator-child.cts');
	try {
		const told = await answerOf<SimulatorReport>(simulator);
		if (!('baseUrl' in told)) throw new Error('The simulator did not tell its address');
		const { baseUrl } = told;
		const apiKey = SIMULATOR_KEYS.cn.shared;
		const measure = async (work: MemoryOrder['work']): Promise<MemoryReport> =>
			await answerOf(start('memory-child.cts', env), { baseUrl, apiKey, work });
		const download = await measure({ download: DOWNLOAD_MB * MEGABYTE });
		checkStored(download, DOWNLOAD_MB);
		const source = await measure({ download: UPLOAD_MB * MEGABYTE });
		checkStored(source, UPLOAD_MB);
		const upload = await measure({ upload: source.item });
		const arrived = await answerOf<SimulatorReport>(simulator, 'uploaded');
		if (!('uploaded' in arrived) || arrived.uploaded !== UPLOAD_MB * MEGABYTE) {
			throw new Error(`The file did not arrive whole: ${JSON.stringify(arrived)}`);
		}
		const of = { group: 'c', unit: 'MB', limit: MOST_GROWTH_MB };
		return [
			{
				...of,
				name: `growth of peak RSS while a result of ${DOWNLOAD_MB} MB is downloaded`,
				value: download.growth / MEGABYTE,
			},
			{
				...of,
				name: `growth of peak RSS while a file of ${UPLOAD_MB} MB is uploaded`,
				value: upload.growth / MEGABYTE,
			},
		];
	} finally {
		simulator.kill();
		await rm(userFolder, { recursive: true, force: true });
	}
}

/** A download that lost bytes, or kept them in memory, would be a good figure for nothing. */
function checkStored({ item }: MemoryReport, megabytes: number): void {
	const file = item.binary?.data;
	const onDisk = file?.id?.startsWith('filesystem') === true;
	if (!onDisk || file?.bytes !== megabytes * MEGABYTE) {
		throw new Error(
			`The result was not stored whole on disk: ${JSON.stringify(file ?? item.json)}`,
		);
	}
}
