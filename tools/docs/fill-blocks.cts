/** Makes the content of the block of that name; `undefined` when there is no such block. */
export type BlockMaker = (name: string) => string | undefined;

const BLOCK = /^<!-- generated: (.+?) -->\n[\s\S]*?^<!-- end -->/gm;
const START = /^<!-- generated: /gm;

/** The names of a page's blocks, in their order. */
export function blockNames(page: string): string[] {
	return [...page.matchAll(BLOCK)].map(([, name = '']) => name);
}

/**
 * A page with the content of its generated blocks made anew. What stands outside of them is
 * left alone.
 *
 * @throws Error when a block has no end or a name that nobody makes.
 */
export function fillBlocks(page: string, make: BlockMaker): string {
	if (page.match(BLOCK)?.length !== page.match(START)?.length) {
		throw new Error('a generated block has no end');
	}
	return page.replaceAll(BLOCK, (_block, name: string) => {
		const content = make(name);
		if (content === undefined) throw new Error(`nothing makes the block "${name}"`);
		return `<!-- generated: ${name} -->\n\n${content}\n\n<!-- end -->`;
	});
}
