import { existsSync } from 'node:fs';
import { chromium, selectors, type Browser } from 'playwright-core';
import { installDebianPackages, isRoot } from '../debian.cts';

const USUAL_PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome-stable',
	'/usr/bin/google-chrome',
	'/snap/bin/chromium',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** There is no browser on this machine, and none could be installed. */
export class NoChromium extends Error {
	constructor(reason: string) {
		super(
			`${reason} Install Chromium or Chrome (Debian: apt-get install chromium), or name one in the environment variable CHROMIUM.`,
		);
		this.name = 'NoChromium';
	}
}

/**
 * Starts the Chromium or Chrome of this machine, without a window. As root on Debian, Chromium is
 * installed first when it is missing.
 *
 * @throws NoChromium that says what to install.
 */
export async function launchChromium(): Promise<Browser> {
	const executablePath = findChromium() ?? (await installChromium());
	selectors.setTestIdAttribute('data-test-id');
	// Chromium refuses to run as root with its sandbox; it opens nothing but the local n8n.
	return chromium.launch({ executablePath, args: isRoot() ? ['--no-sandbox'] : [] });
}

async function installChromium(): Promise<string> {
	try {
		await installDebianPackages(['chromium']);
	} catch (error) {
		const reason = error instanceof Error ? error.message : String(error);
		throw new NoChromium(`Chromium could not be installed: ${reason}\n`);
	}
	const installed = findChromium();
	if (installed === undefined) throw new NoChromium('No Chromium or Chrome was found.');
	return installed;
}

function findChromium(): string | undefined {
	return [process.env['CHROMIUM'] ?? '', ...USUAL_PLACES].find(
		(path) => path !== '' && existsSync(path),
	);
}
