import type { SimulatorClock } from './clock.cts';

interface Appointment {
	readonly at: number;
	readonly run: () => void;
}

/** How many turns of the event loop nothing may happen before time moves on. */
const QUIET_TURNS = 4;
const STUCK_TURNS = 2_000;

function nextTurn(): Promise<void> {
	return new Promise((resolve) => {
		setImmediate(resolve);
	});
}

/**
 * Time that passes only when everybody waits for it. Serves the simulator (`now`, `schedule`)
 * and a client (`now`, `sleep`) alike, so that both live in the same time.
 */
export class VirtualClock implements SimulatorClock {
	private time: number;

	private appointments: Appointment[] = [];

	/** `start`: milliseconds since the epoch. */
	constructor(start = Date.UTC(2026, 0, 1)) {
		this.time = start;
	}

	now(): number {
		return this.time;
	}

	schedule(milliseconds: number, run: () => void): () => void {
		const appointment = { at: this.time + Math.max(0, milliseconds), run };
		this.appointments.push(appointment);
		return () => {
			this.appointments = this.appointments.filter((entry) => entry !== appointment);
		};
	}

	/** Resolves after `milliseconds`, or as soon as `signal` is aborted. Never rejects. */
	sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
		return new Promise((resolve) => {
			if (signal?.aborted === true) {
				resolve();
				return;
			}
			const callOff = this.schedule(milliseconds, () => {
				signal?.removeEventListener('abort', onAbort);
				resolve();
			});
			function onAbort(): void {
				callOff();
				resolve();
			}
			signal?.addEventListener('abort', onAbort, { once: true });
		});
	}

	/** Lets `milliseconds` pass, keeping every appointment on the way, in order. */
	async advance(milliseconds: number): Promise<void> {
		const end = this.time + milliseconds;
		for (let next = this.next(); next !== undefined && next.at <= end; next = this.next()) {
			this.keep(next);
			await this.quiet(() => false);
		}
		this.time = end;
		await this.quiet(() => false);
	}

	/**
	 * Runs `work` to its end, jumping from one appointment to the next whenever nothing else can
	 * go on. `busy` tells that something outside of time is still under way (open requests).
	 *
	 * @throws Error when `work` waits for something that no appointment will bring about.
	 */
	async run<T>(work: Promise<T>, busy: () => boolean = () => false): Promise<T> {
		let settled = false;
		const done = (): void => {
			settled = true;
		};
		work.then(done, done);
		let idleTurns = 0;
		while (!settled) {
			await this.quiet(busy);
			if (settled) break;
			const next = this.next();
			if (next === undefined) {
				idleTurns += 1;
				if (idleTurns > STUCK_TURNS)
					throw new Error('The work waits for nothing that will happen.');
			} else {
				idleTurns = 0;
				this.keep(next);
			}
		}
		return await work;
	}

	private next(): Appointment | undefined {
		return this.appointments.reduce<Appointment | undefined>(
			(first, entry) => (first === undefined || entry.at < first.at ? entry : first),
			undefined,
		);
	}

	private keep(appointment: Appointment): void {
		this.appointments = this.appointments.filter((entry) => entry !== appointment);
		this.time = Math.max(this.time, appointment.at);
		appointment.run();
	}

	private async quiet(busy: () => boolean): Promise<void> {
		for (let turns = 0; turns < QUIET_TURNS; turns += 1) {
			await nextTurn();
			if (busy()) turns = -1;
		}
	}
}
