import { type Patience, PollSchedule } from '../../../runninghub/scheduling/poll-schedule';
import { TaskLengths } from '../../../runninghub/scheduling/task-lengths';
import { createRandom } from '../random.cts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

interface Watched {
	readonly looks: number;
	/** Milliseconds from the end of the task to the look that found it. */
	readonly overshoot: number;
}

/** Watches a task that takes `length` milliseconds, as the schedule says. */
function watch(schedule: PollSchedule, length: number): Watched {
	let time = 0;
	let looks = 0;
	while (time < length) {
		time += schedule.next('model', time);
		looks += 1;
	}
	return { looks, overshoot: time - length };
}

/** What counts as a twentieth of the task's time, or one second, whichever is larger. */
function allowance(length: number): number {
	return Math.max(SECOND, length / 20);
}

function mean(numbers: readonly number[]): number {
	return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** Lengths around a minute, spread as the logarithm of a bell curve with sigma 0.3. */
function lengthsAroundAMinute(count: number, random: () => number): number[] {
	return Array.from({ length: count }, () => {
		const bell = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
		return MINUTE * Math.exp(0.3 * bell);
	});
}

describe('a task of unknown length', () => {
	it('from 3 seconds to 10 minutes is found in time, on average', () => {
		const random = createRandom(1);
		const shares = Array.from({ length: 20_000 }, () => {
			const length = 3 * SECOND * 200 ** random();
			return watch(new PollSchedule(random), length).overshoot / allowance(length);
		});
		expect(mean(shares)).toBeLessThanOrEqual(1);
	});

	it.each([
		[3, 12],
		[12, 48],
		[48, 180],
		[180, 600],
	])('from %i to %i seconds too', (shortest, longest) => {
		const random = createRandom(2);
		const shares = Array.from({ length: 5000 }, () => {
			const length = shortest * SECOND * (longest / shortest) ** random();
			return watch(new PollSchedule(random), length).overshoot / allowance(length);
		});
		expect(mean(shares)).toBeLessThanOrEqual(1.02);
	});

	it('of a minute is found within 22 looks', () => {
		const random = createRandom(3);
		const looks = Array.from({ length: 2000 }, () => watch(new PollSchedule(random), MINUTE).looks);
		expect(Math.max(...looks)).toBeLessThanOrEqual(22);
	});

	it('is looked at seldom once it takes very long', () => {
		const schedule = new PollSchedule(createRandom(4));
		expect(schedule.next('model', 3600 * SECOND)).toBeGreaterThan(50 * SECOND);
		expect(schedule.next('model', 3600 * SECOND)).toBeLessThan(70 * SECOND);
	});
});

describe('a task of known length', () => {
	function learned(random: () => number): PollSchedule {
		const schedule = new PollSchedule(random);
		for (const length of lengthsAroundAMinute(20, random)) {
			schedule.learn('model', length + watch(schedule, length).overshoot);
		}
		return schedule;
	}

	it('is found within 12 looks, nine times out of ten and on average, and in time', () => {
		const random = createRandom(5);
		const looks: number[] = [];
		const lengths: number[] = [];
		const overshoots: number[] = [];
		for (let batch = 0; batch < 100; batch++) {
			const schedule = learned(random);
			for (const length of lengthsAroundAMinute(30, random)) {
				const watched = watch(schedule, length);
				schedule.learn('model', length + watched.overshoot);
				looks.push(watched.looks);
				lengths.push(length);
				overshoots.push(watched.overshoot);
			}
		}
		looks.sort((left, right) => left - right);
		expect(mean(looks)).toBeLessThanOrEqual(9);
		expect(looks[Math.floor(looks.length * 0.9)]).toBeLessThanOrEqual(12);
		expect(mean(overshoots)).toBeLessThanOrEqual(mean(lengths) / 20);
	});

	it('is noticed to have become quicker', () => {
		const random = createRandom(6);
		const schedule = learned(random);
		const length = 20 * SECOND;
		const overshoots = Array.from({ length: 60 }, () => {
			const { overshoot } = watch(schedule, length);
			schedule.learn('model', length + overshoot);
			return overshoot;
		});
		expect(mean(overshoots.slice(-20))).toBeLessThanOrEqual(1.5 * SECOND);
	});

	it('of about two seconds is not kept waiting as long again', () => {
		const random = createRandom(9);
		const schedule = new PollSchedule(random);
		const overshoots = Array.from({ length: 60 }, () => {
			const length = SECOND * (1.5 + random());
			const { overshoot } = watch(schedule, length);
			schedule.learn('model', length + overshoot);
			return overshoot;
		});
		expect(mean(overshoots.slice(-30))).toBeLessThanOrEqual(SECOND / 5);
	});

	it('says nothing about other kinds', () => {
		const schedule = learned(createRandom(7));
		expect(schedule.next('model', 0)).toBeGreaterThan(20 * SECOND);
		expect(schedule.next('another model', 0)).toBeLessThan(3 * SECOND);
	});
});

describe('a task whose end matters little for now', () => {
	/** When it is looked at, in seconds, up to the age of two minutes. */
	function looks(patience: Patience, how: 'patient' | 'sampling' = 'patient'): number[] {
		const schedule = new PollSchedule(createRandom(13));
		for (const length of lengthsAroundAMinute(50, createRandom(14)))
			schedule.learn('model', length);
		const pace = schedule[how](() => patience);
		const times: number[] = [];
		for (let time = pace.next('model', 0); time < 2 * MINUTE; time += pace.next('model', time))
			times.push(time / SECOND);
		return times;
	}

	it('is looked at early for a failure, and then when it has most likely ended', () => {
		const [early, late] = looks('some');
		expect(early).toBeLessThan(20);
		expect(late).toBeGreaterThan(75);
		expect(looks('some').length).toBeLessThan(6);
	});

	it('is looked at only then where failures do not matter', () => {
		expect(looks('much')[0]).toBeGreaterThan(75);
	});

	it('takes half the looks where others learn from it', () => {
		const [few, many] = [looks('much', 'sampling'), looks('none', 'sampling')];
		expect(few.length).toBeLessThan(0.6 * many.length);
		expect(few.length).toBeGreaterThan(5);
	});

	it('teaches its length without the time that its end is seen late', () => {
		const random = createRandom(15);
		const lengths = new TaskLengths();
		const pace = new PollSchedule(random, lengths).sampling(() => 'much');
		for (let task = 0; task < 300; task++) {
			let [seen, time] = [0, 0];
			for (;;) {
				time += pace.next('model', time);
				if (time >= MINUTE) break;
				seen = time;
			}
			pace.learn('model', time, seen);
		}
		const middle = lengths.quantile('model', 0.5) ?? 0;
		expect(Math.abs(middle - MINUTE)).toBeLessThan(4 * SECOND);
	});
});

describe('the last tasks of a batch', () => {
	it('of known length are looked at oftener', () => {
		const overshoots = [false, true].map((isLast) => {
			const random = createRandom(11);
			const schedule = new PollSchedule(random);
			for (let lesson = 0; lesson < 20; lesson++) schedule.learn('model', 50 * SECOND);
			if (isLast) schedule.comeToLast();
			return mean(
				lengthsAroundAMinute(200, random).map((length) => watch(schedule, length).overshoot),
			);
		});
		expect(overshoots[1]).toBeLessThan(0.6 * (overshoots[0] ?? 0));
	});

	it('of unknown length are not: their number of looks stays bounded', () => {
		const schedule = new PollSchedule(createRandom(12));
		schedule.comeToLast();
		expect(watch(schedule, MINUTE).looks).toBeLessThanOrEqual(22);
	});
});

it('keeps the looks of a batch apart', () => {
	const schedule = new PollSchedule(createRandom(8));
	const first = Array.from({ length: 50 }, () => schedule.next('model', 0));
	expect(new Set(first).size).toBe(50);
});

describe('where requests are scarce', () => {
	function schedule(scarcity: number, lengths: readonly number[]): PollSchedule {
		const known = new TaskLengths();
		for (const length of lengths) known.learn('model', length);
		return new PollSchedule(
			() => 0.5,
			known,
			() => scarcity,
		);
	}

	const random = createRandom(5);
	const around = lengthsAroundAMinute(50, random);

	it('a task of known length is looked at once or twice, else several times', () => {
		const looks = (scarcity: number) =>
			mean(
				lengthsAroundAMinute(500, random).map(
					(length) => watch(schedule(scarcity, around), length).looks,
				),
			);
		expect(looks(1)).toBeLessThan(2);
		expect(looks(0)).toBeGreaterThan(4);
	});

	it('a quick task does not wait as long as a slow one of its kind takes', () => {
		const mixed = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 10 : 300) * SECOND);
		expect(schedule(1, mixed).next('model', 0)).toBeLessThan(30 * SECOND);
	});

	it('no task is looked at early only because it might have failed', () => {
		const first = (scarcity: number) => {
			const patient = schedule(scarcity, around).patient((): Patience => 'some');
			return patient.next('model', 0);
		};
		expect(first(0)).toBeLessThan(20 * SECOND);
		expect(first(1)).toBeGreaterThan(60 * SECOND);
	});
});
