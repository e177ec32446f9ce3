import { existsSync } from 'node:fs';
import { chromium, selectors, type Browser } from 'playwright-core';
import { runChild } from '../child.cts';
import { PROJECT_FOLDER } from '../project.cts';
import { step } from '../steps.cts';

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

/**
 * Starts the Chromium or Chrome of this machine, without a window. As root on Debian, Chromium is
 * installed first when it is missing.
 *
 * @throws Error that says what to install.
 */
export async function launchChromium(): Promise<Browser> {
	let executablePath = findChromium();
	if (executablePath === undefined && isRoot() && existsSync('/usr/bin/apt-get')) {
		await step('Installing Chromium', async () => {
			await runChild('apt-get', ['update'], { cwd: PROJECT_FOLDER });
			await runChild('apt-get', ['install', '-y', 'chromium'], { cwd: PROJECT_FOLDER });
		});
		executablePath = findChromium();
	}
	if (executablePath === undefined) {
		throw new Error(
			'No Chromium or Chrome was found. Install one (Debian: apt-get install chromium), or name it in the environment variable CHROMIUM.',
		);
	}
	selectors.setTestIdAttribute('data-test-id');
	// Chromium refuses to run as root with its sandbox; it opens nothing but the local n8n.
	return chromium.launch({ executablePath, args: isRoot() ? ['--no-sandbox'] : [] });
}

function findChromium(): string | undefined {
	return [process.env['CHROMIUM'] ?? '', ...USUAL_PLACES].find(
		(path) => path !== '' && existsSync(path),
	);
}

function isRoot(): boolean {
	return process.getuid?.() === 0;
}
