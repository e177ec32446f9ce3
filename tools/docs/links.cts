import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import GithubSlugger from 'github-slugger';
import MarkdownIt, { type Token } from 'markdown-it';

const MARKDOWN = new MarkdownIt({ html: true });

/** The Markdown pages of a folder, by their path in it. */
export type Pages = ReadonlyMap<string, string>;

/**
 * Links to files of the project, and to headings, that lead nowhere. Links to other sites are
 * not looked at.
 *
 * @returns a line for each, with its page.
 */
export function deadLinks(folder: string, pages: Pages): string[] {
	const anchors = new Map<string, ReadonlySet<string>>();
	const anchorsOf = (path: string): ReadonlySet<string> => {
		const found = anchors.get(path) ?? headingAnchors(pages.get(path) ?? '');
		anchors.set(path, found);
		return found;
	};
	return [...pages].flatMap(([page, text]) =>
		linksOf(text)
			.filter((link) => !/^[a-z][a-z0-9+.-]*:/i.test(link))
			.filter((link) => {
				const [file = '', anchor] = link.split('#');
				const target = file === '' ? page : join(dirname(page), decodeURIComponent(file));
				if (!isInside(folder, target)) return true;
				return anchor !== undefined && pages.has(target) && !anchorsOf(target).has(anchor);
			})
			.map((link) => `${page}: the link ${link} leads nowhere`),
	);
}

function isInside(folder: string, target: string): boolean {
	const path = join(folder, target);
	if (relative(folder, path).startsWith('..') || !existsSync(path)) return false;
	return statSync(path).isFile() || statSync(path).isDirectory();
}

function tokensOf(text: string): Token[] {
	return MARKDOWN.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);
}

function linksOf(text: string): string[] {
	return tokensOf(text).flatMap((token) => {
		if (token.type === 'link_open') return [token.attrGet('href') ?? ''];
		if (token.type === 'image') return [token.attrGet('src') ?? ''];
		if (token.type !== 'html_block' && token.type !== 'html_inline') return [];
		return [...token.content.matchAll(/\b(?:href|src|srcset)="([^"]+)"/g)].map(
			([, link = '']) => link,
		);
	});
}

/** The anchors that GitHub gives to the headings of a page, and those that the page sets itself. */
function headingAnchors(text: string): Set<string> {
	const slugger = new GithubSlugger();
	const tokens = MARKDOWN.parse(text, {});
	const own = tokens
		.flatMap((token) => [token, ...(token.children ?? [])])
		.flatMap(({ type, content }) =>
			type === 'html_inline' || type === 'html_block'
				? [...content.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)
				: [],
		);
	return new Set([
		...own,
		...tokens.flatMap((token, index) => {
			if (token.type !== 'heading_open') return [];
			const parts = tokens[index + 1]?.children ?? [];
			const shown = parts.filter(({ type }) => type === 'text' || type === 'code_inline');
			return [slugger.slug(shown.map(({ content }) => content).join(''))];
		}),
	]);
}
