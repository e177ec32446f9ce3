import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCatalogue } from '../../../tools/catalogue/read-catalogue.cts';

const PROJECT = join(__dirname, '../../..');

interface Run {
	readonly failed: boolean;
	readonly stderr: string;
}

async function docs(...args: string[]): Promise<Run> {
	const program = ['--require', 'tsx/cjs', 'tools/docs.cts', ...args];
	return await new Promise((resolve) => {
		execFile(process.execPath, program, { cwd: PROJECT }, (error, _stdout, stderr) =>
			resolve({ failed: error !== null, stderr }),
		);
	});
}

it('the committed pages are what the generator makes, and every link leads somewhere', async () => {
	expect(await docs('--check')).toEqual({ failed: false, stderr: '' });
});

it('the page of a model says when it may be offered on the International site only', () => {
	const folder = join(PROJECT, 'docs/models');
	const sections = readdirSync(folder).flatMap((page) =>
		readFileSync(join(folder, page), 'utf8').split('\n### ').slice(1),
	);
	const marked = sections.filter((section) =>
		section.includes('**may be offered on the International site only**'),
	);
	const endpoints = marked.map((section) => /^Endpoint `([^`]+)`/m.exec(section)?.[1]);
	const expected = readCatalogue()
		.list()
		.filter((model) => model.maybeInternationalOnly);
	expect(endpoints.sort()).toEqual(expected.map(({ endpoint }) => endpoint).sort());
	expect(endpoints).toHaveLength(121);
	expect(sections).toHaveLength(486);
});

it('no page promises that a cancelled or failed task is free', () => {
	const pages = readdirSync(join(PROJECT, 'docs'), { recursive: true, encoding: 'utf8' });
	const lines = ['README.md', ...pages.map((page) => join('docs', page))]
		.filter((page) => page.endsWith('.md'))
		.flatMap((page) => readFileSync(join(PROJECT, page), 'utf8').split('\n'));
	const about = lines.filter(
		(line) => /cancelled|failed/i.test(line) && /\b(charge|cost nothing|is free)/i.test(line),
	);
	expect(about.length).toBeGreaterThan(5);
	expect(about.filter((line) => /not (be )?charge|cost nothing|is free/i.test(line))).toEqual([]);
});

describe('a folder with one page', () => {
	let folder: string;
	let page: string;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'docs-'));
		mkdirSync(join(folder, 'docs'));
		page = join(folder, 'docs/page.md');
	});

	afterEach(() => rmSync(folder, { recursive: true }));

	const block = (content: string) =>
		`# A page\n\nWritten by hand.\n\n<!-- generated: account operations -->\n\n${content}\n\n<!-- end -->\n\nBy hand, too.\n`;
	const problems = async (...args: string[]) =>
		(await docs('--folder', folder, ...args)).stderr
			.trim()
			.split('\n')
			.filter((line) => !line.startsWith('no page has the block'));

	it('is told out of date by a check, and left alone', async () => {
		writeFileSync(page, block('Old.'));
		expect(await problems('--check')).toEqual(['docs/page.md is out of date: run npm run docs']);
		expect(readFileSync(page, 'utf8')).toBe(block('Old.'));
	});

	it('is made anew between its markers, and there only', async () => {
		writeFileSync(page, block('Old.'));
		expect(await problems()).toEqual([]);
		const [before, made, after] = readFileSync(page, 'utf8').split(/<!--.*?-->/);
		expect(before).toBe('# A page\n\nWritten by hand.\n\n');
		expect(made).toContain('Get the balance, the kind of the API key');
		expect(made).not.toContain('Old.');
		expect(after).toBe('\n\nBy hand, too.\n');
		const { stderr } = await docs('--folder', folder, '--check');
		expect(stderr).not.toContain('out of date');
		expect(stderr).toContain('no page has the block "error codes"');
		expect(stderr).not.toContain('"account operations"');
	});

	it.each([
		['a block that nobody makes', '<!-- generated: nothing -->\n<!-- end -->\n', '"nothing"'],
		['a block without an end', '<!-- generated: resources -->\n', 'no end'],
	])('fails with %s', async (_what, text, words) => {
		writeFileSync(page, text);
		expect(await problems()).toEqual([expect.stringContaining(words)]);
	});

	it('names the links that lead nowhere', async () => {
		writeFileSync(join(folder, 'README.md'), '# Title\n\n## Costs & limits\n\n## `code`\n');
		writeFileSync(
			page,
			[
				'[a](../README.md) [b](../README.md#costs--limits) [c](../README.md#code) [d](#here)',
				'[web](https://example.com/nowhere) ![e](missing.png) [f](../README.md#limits)',
				'[g](../../outside.md) [h](#there) <img src="gone.svg">\n\n# Here\n',
			].join('\n'),
		);
		const dead = ['missing.png', '../README.md#limits', '../../outside.md', '#there', 'gone.svg'];
		expect(await problems('--check')).toEqual(
			dead.map((link) => `docs/page.md: the link ${link} leads nowhere`),
		);
	});
});
