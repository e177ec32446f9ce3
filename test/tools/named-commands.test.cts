import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastGlob from 'fast-glob';

const PROJECT = join(__dirname, '../..');
const textOf = (file: string) => readFileSync(join(PROJECT, file), 'utf8');

/** The scripts of package.json that a text names, such as `bench` in `npm run bench -- a d`. */
function namedIn(text: string): string[] {
	const names = [...text.matchAll(/\bnpm (?:run(?: -s)? ([a-z][\w:-]*)|(test)\b)/g)];
	return [...new Set(names.map(([, script, test]) => script ?? test ?? ''))].sort();
}

const pages = ['README.md', 'CONTRIBUTING.md', ...fastGlob.sync('docs/**/*.md', { cwd: PROJECT })];
const named = [...new Set(pages.flatMap((page) => namedIn(textOf(page))))].sort();

it('pages name only commands that there are', () => {
	const { scripts }: { scripts: Record<string, string> } = JSON.parse(textOf('package.json'));
	expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
	expect(named).toContain('bench');
});

it('.ci/run runs every command that a page names', () => {
	const run = textOf('.ci/run')
		.split('\n')
		.filter((line) => line.startsWith('stage '))
		.join('\n');
	expect(named.filter((name) => !namedIn(run).includes(name))).toEqual([]);
});
