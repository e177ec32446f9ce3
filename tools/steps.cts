const HEARTBEAT_MS = 15_000;

/** Prints one line of progress. */
export function say(line: string): void {
	console.log(line);
}

/** Milliseconds as a person reads them: '0.4 s', '12 s', '3 min 5 s'. */
export function duration(milliseconds: number): string {
	if (milliseconds < 9_950) return `${(milliseconds / 1000).toFixed(1)} s`;
	const seconds = Math.round(milliseconds / 1000);
	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Does one piece of work with visible progress: a line when it starts, a line every 15 seconds
 * while it lasts, a line when it is done.
 */
export async function step<T>(label: string, work: () => Promise<T>): Promise<T> {
	const started = Date.now();
	say(`• ${label} …`);
	const heartbeat = setInterval(
		() => say(`  … still at it (${duration(Date.now() - started)})`),
		HEARTBEAT_MS,
	);
	try {
		const result = await work();
		say(`✓ ${label} (${duration(Date.now() - started)})`);
		return result;
	} finally {
		clearInterval(heartbeat);
	}
}
