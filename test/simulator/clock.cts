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
		const timer = setTimeout(run, milliseconds);
		timer.unref();
		return () => clearTimeout(timer);
	},
};
