import { SITES, type Site } from './sites';

/** What an id or a page address refers to. */
export type ReferenceKind = 'workflow' | 'aiApp';

/** An id taken from what a user pasted. */
export type Reference =
	| { readonly id: string; readonly site: Site['value'] | undefined }
	/** In words: what was pasted is neither an id nor an address of the right page. */
	| { readonly problem: string };

const WORDS: Readonly<Record<ReferenceKind, string>> = { workflow: 'workflow', aiApp: 'AI app' };

/** The path of a page, after the language, by what it shows. */
const PAGES: Readonly<Record<ReferenceKind, RegExp>> = {
	workflow: /[/#](?:workflow|post)\/(\d{5,19})(?!\w)/,
	aiApp: /[/#](?:ai-detail|run\/ai-app|webapp)\/(\d{5,19})(?!\w)/,
};

/** A page about calling something by the API: its address does not say what it is about. */
const API_PAGE = /[/#]api-detail\/(\d{5,19})(?!\w)/;

const BARE_ID = /^\d{5,19}$/;
const ADDRESS = /^https?:\/\/([^/?#]+)([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/i;

/**
 * Reads the id of a workflow or an AI app from a bare id or the address of its page, with any
 * language prefix, or the address of its API page (docs/runninghub-api.md, sections 12.3 and 13). Ids stay text: they exceed 2^53.
 */
export function readReference(text: string, kind: ReferenceKind): Reference {
	const pasted = text.trim();
	if (BARE_ID.test(pasted)) return { id: pasted, site: undefined };
	const what = WORDS[kind];
	const address = ADDRESS.exec(pasted);
	if (address === null) {
		return {
			problem: `"${pasted.slice(0, 80)}" is neither the ID of ${article(what)} nor the URL of its page`,
		};
	}
	const [, host = '', path = '', fragment = ''] = address;
	const page = `${path}#${fragment}`;
	const id = PAGES[kind].exec(page)?.[1] ?? API_PAGE.exec(page)?.[1];
	if (id !== undefined) return { id, site: siteOf(host) };
	const other: ReferenceKind = kind === 'workflow' ? 'aiApp' : 'workflow';
	if (PAGES[other].test(page)) {
		return { problem: `This is the URL of ${article(WORDS[other])}, not of ${article(what)}` };
	}
	return { problem: `"${pasted.slice(0, 80)}" is not the URL of ${article(what)}` };
}

function siteOf(host: string): Site['value'] | undefined {
	const name = `.${host.toLowerCase().replace(/:\d+$/, '')}`;
	return SITES.find(({ baseUrl }) => name.endsWith(baseUrl.replace('https://www', '')))?.value;
}

function article(word: string): string {
	return word.startsWith('AI') ? `an ${word}` : `a ${word}`;
}
