/*
 * Makes the generated parts of the READMEs and of the pages in docs/ anew, and looks for links that lead nowhere.
 * What stands outside of the markers <!-- generated: … --> and <!-- end --> is left alone.
 *
 *   npm run docs [-- --check] [-- --folder <folder>]
 *
 * --check changes nothing and fails when a page is out of date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import glob from 'fast-glob';
import { format, resolveConfig } from 'prettier';
import { readCatalogue } from './catalogue/read-catalogue.cts';
import { blockMakers } from './docs/blocks.cts';
import { blockNames, fillBlocks } from './docs/fill-blocks.cts';
import { deadLinks } from './docs/links.cts';
import { PROJECT_FOLDER } from './project.cts';
import { say } from './steps.cts';

const GENERATED = /^(?:docs\/|README(?:\.zh-CN)?\.md$)/;

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			check: { type: 'boolean', default: false },
			folder: { type: 'string', default: PROJECT_FOLDER },
		},
	});
	const { check, folder } = values;
	const makers = blockMakers(readCatalogue());
	const pages = readPages(folder);
	const problems: string[] = [];
	const used = new Set<string>();
	for (const [path, text] of pages) {
		if (!GENERATED.test(path)) continue;
		for (const name of blockNames(text)) used.add(name);
		const fresh = await refreshed(path, text, makers);
		if (fresh === text) continue;
		if (check) problems.push(`${path} is out of date: run npm run docs`);
		else writeFileSync(join(folder, path), fresh);
		pages.set(path, fresh);
	}
	const homeless = [...makers.keys()].filter((name) => !used.has(name));
	problems.push(
		...homeless.map((name) => `no page has the block "${name}"`),
		...deadLinks(folder, pages),
	);
	if (problems.length > 0) throw new Error(problems.join('\n'));
	say(`${pages.size} pages are up to date, and every link in them leads somewhere.`);
}

/** The project's Markdown pages by their path, with '/' between its parts. */
function readPages(folder: string): Map<string, string> {
	const paths = glob.sync(['*.md', 'docs/**/*.md', 'test/**/*.md'], { cwd: folder }).sort();
	return new Map(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

async function refreshed(
	path: string,
	text: string,
	makers: ReadonlyMap<string, () => string>,
): Promise<string> {
	const filled = await Promise.resolve()
		.then(() => fillBlocks(text, (name) => makers.get(name)?.()))
		.catch((error: unknown) => {
			throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
		});
	const style = await resolveConfig(join(PROJECT_FOLDER, 'docs/README.md'));
	return await format(filled, { ...style, parser: 'markdown' });
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
