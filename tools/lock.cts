import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { asObject } from '../runninghub/json';

const LOOK_AGAIN_MS = 1000;

/**
 * Takes a lock that other programs on this machine respect; gives the function that releases it.
 * A lock whose owner is dead is taken over.
 *
 * @returns `undefined` when a living process holds it.
 */
export async function tryLock(path: string): Promise<(() => Promise<void>) | undefined> {
	await mkdir(dirname(path), { recursive: true });
	if (await create(path)) return () => rm(path, { force: true });
	if (await isHeld(path)) return undefined;
	await rm(path, { force: true });
	return (await create(path)) ? () => rm(path, { force: true }) : undefined;
}

/** Takes a lock as `tryLock` does, waiting for as long as another process holds it. */
export async function lock(path: string, onWait: () => void): Promise<() => Promise<void>> {
	let release = await tryLock(path);
	if (release === undefined) onWait();
	while (release === undefined) {
		await sleep(LOOK_AGAIN_MS);
		release = await tryLock(path);
	}
	return release;
}

async function create(path: string): Promise<boolean> {
	try {
		await writeFile(path, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if (asObject(error)['code'] === 'EEXIST') return false;
		throw error;
	}
}

async function isHeld(path: string): Promise<boolean> {
	const owner = Number(await readFile(path, 'utf8').catch(() => ''));
	return Number.isSafeInteger(owner) && owner > 0 && isAlive(owner);
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return asObject(error)['code'] === 'EPERM';
	}
}
