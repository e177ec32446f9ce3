/** Time as the simulator sees it. */
export interface SimulatorClock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Calls `run` after `milliseconds`; the returned function calls it off. */
	schedule(milliseconds: number, run: () => void): () => void;
}

/** The machine's own time. Its timers keep no process alive. */
export const realClock: SimulatorClock = {
	now: () => Date.now(),
	schedule: (milliseconds, run) => {
		const due = Date.now() + milliseconds;
		let timer: NodeJS.Timeout | undefined;
		// Node's timers may run a moment before the clock says so.
		const wait = (left: number): void => {
			timer = setTimeout(() => {
				const rest = due - Date.now();
				if (rest > 0) wait(rest);
				else run();
			}, left);
			timer.unref();
		};
		wait(milliseconds);
		return () => clearTimeout(timer);
	},
};
