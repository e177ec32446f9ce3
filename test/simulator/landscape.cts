import { createHash } from 'node:crypto';

type Colour = readonly [red: number, green: number, blue: number];

/** The colours of a time of day or year, and whether its sun is a moon. */
interface Mood {
	readonly name: string;
	/** Of a prompt that asks for it. */
	readonly words: RegExp;
	readonly above: Colour;
	readonly horizon: Colour;
	readonly sun: Colour;
	readonly far: Colour;
	readonly near: Colour;
	readonly stars?: true;
}

const MOODS: readonly Mood[] = [
	{
		name: 'night',
		words: /night|moon|star|neon|dark|space/i,
		above: [9, 14, 40],
		horizon: [64, 82, 140],
		sun: [244, 240, 220],
		far: [58, 70, 118],
		near: [10, 16, 34],
		stars: true,
	},
	{
		name: 'sunset',
		words: /sunset|sunrise|evening|dawn|golden|autumn|desert/i,
		above: [72, 60, 122],
		horizon: [255, 176, 110],
		sun: [255, 244, 200],
		far: [206, 128, 120],
		near: [54, 30, 58],
	},
	{
		name: 'winter',
		words: /snow|winter|ice|arctic|frost/i,
		above: [128, 172, 214],
		horizon: [234, 242, 250],
		sun: [255, 255, 248],
		far: [204, 220, 236],
		near: [92, 122, 156],
	},
	{
		name: 'spring',
		words: /forest|garden|spring|green|meadow|tea/i,
		above: [96, 170, 216],
		horizon: [240, 244, 206],
		sun: [255, 250, 214],
		far: [158, 192, 168],
		near: [26, 74, 52],
	},
	{
		name: 'day',
		words: /./,
		above: [62, 134, 206],
		horizon: [252, 222, 196],
		sun: [255, 248, 222],
		far: [150, 168, 204],
		near: [36, 60, 92],
	},
];

const RIDGES = 4;

const between = (from: number, to: number, part: number): number => from + (to - from) * part;

const blend = (from: Colour, to: Colour, part: number): Colour => [
	between(from[0], to[0], part),
	between(from[1], to[1], part),
	between(from[2], to[2], part),
];

/** The same numbers from 0 to 1 for the same text. */
function numbersOf(text: string): (index: number) => number {
	const bytes = createHash('sha256').update(text).digest();
	return (index) => bytes.readUInt8(index % bytes.length) / 255;
}

/** How far down the top of each ridge is, from 0 to 1, for each column of a picture. */
function ridges(side: number, at: (index: number) => number): readonly (readonly number[])[] {
	return Array.from({ length: RIDGES }, (_unused, ridge) => {
		const base = 0.44 + ridge * 0.1;
		const height = 0.13 - ridge * 0.022;
		return Array.from({ length: side }, (_column, x) => {
			let sum = 0;
			for (let wave = 0; wave < 6; wave += 1) {
				const phase = at(ridge * 6 + wave) * Math.PI * 2;
				const turns = (0.7 + at(ridge + wave + 9)) * 2 ** wave;
				sum += (1 - Math.abs(Math.sin((x / side) * turns * 2 + phase))) / 1.8 ** wave;
			}
			return base - height * (sum - 0.8);
		});
	});
}

/** The time of day or year that the words of a prompt ask for, by its name. */
export function moodOf(prompt: string): string {
	return MOODS.find(({ words }) => words.test(prompt))?.name ?? 'day';
}

/**
 * A square picture of mountains by a lake as rows of red, green and blue, each row after a byte 0,
 * as PNG packs them. Each variant is another place.
 *
 * @throws Error when there is no mood of that name.
 */
export function landscape(side: number, variant: number, name: string): Buffer {
	const mood = MOODS.find((each) => each.name === name);
	if (mood === undefined) throw new Error(`There is no mood called ${name}`);
	const at = numbersOf(`${variant} ${name}`);
	const tops = ridges(side, at);
	const shore = 0.76 + at(3) * 0.05;
	const sun = { x: 0.2 + at(1) * 0.6, y: 0.16 + at(2) * 0.16, size: 0.045 + at(4) * 0.02 };

	// One picture of `side` by `side`, three numbers a pixel, before the lake mirrors it.
	const scene = new Uint8Array(side * side * 3);
	const ridgeColours = tops.map((_top, ridge) => blend(mood.far, mood.near, ridge / (RIDGES - 1)));
	for (let row = 0; row < Math.ceil(shore * side); row += 1) {
		const y = row / side;
		const sky = blend(mood.above, mood.horizon, Math.min(1, y / 0.5));
		for (let column = 0; column < side; column += 1) {
			let from: Colour = sky;
			let to: Colour = mood.horizon;
			let part = 0;
			let ridge = RIDGES - 1;
			while (ridge >= 0 && y < (tops[ridge]?.[column] ?? 1)) ridge -= 1;
			const colour = ridgeColours[ridge];
			if (colour === undefined) {
				const across = column / side - sun.x;
				const distance = Math.sqrt(across * across + (y - sun.y) ** 2);
				const star =
					mood.stars && Math.abs(Math.sin(column * 12.9898 + row * 78.233) * 43758) % 1 < 0.003;
				to = mood.sun;
				part = distance < sun.size || star ? 1 : 0.75 * Math.exp((sun.size - distance) * 9);
			} else {
				from = colour;
				const below = y - (tops[ridge]?.[column] ?? 0);
				part = Math.min(0.45, below * 1.6) * (1 - ridge / RIDGES);
			}
			const pixel = (row * side + column) * 3;
			scene[pixel] = between(from[0], to[0], part);
			scene[pixel + 1] = between(from[1], to[1], part);
			scene[pixel + 2] = between(from[2], to[2], part);
		}
	}

	const rows = Buffer.alloc(side * (1 + side * 3));
	for (let row = 0; row < side; row += 1) {
		const depth = (row / side - shore) / (1 - shore);
		const start = row * (1 + side * 3) + 1;
		if (depth <= 0) {
			rows.set(scene.subarray(row * side * 3, (row + 1) * side * 3), start);
			continue;
		}
		const mirrored = Math.max(0, Math.floor((shore - (row / side - shore) * 1.6) * side));
		const ripple = Math.round(Math.sin(row * row * 0.06) * 3 * depth);
		for (let column = 0; column < side; column += 1) {
			const over = Math.max(0, Math.min(side - 1, column + ripple));
			for (let part = 0; part < 3; part += 1) {
				const light = scene[(mirrored * side + over) * 3 + part] ?? 0;
				rows[start + column * 3 + part] = between(light, mood.near[part] ?? 0, 0.22 + 0.4 * depth);
			}
		}
	}
	return rows;
}
