const DATA_URI_START = /^data:[^,]*$/i;
const ANY_START = /^(?:https?:\/\/|asset:\/\/|data:|openapi\/|api\/)/i;
const ANY_ADDRESS = /(?:https?|asset):\/\/|data:[^,\s]*,/i;

/** `![text](address "title")`, where brackets in the address come in pairs. */
const MARKDOWN_IMAGE =
	/!\[[^\]]*\]\(\s*<?((?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/g;
/** A whole line that is a link, `[text](address)` or `<address>`. */
const MARKDOWN_LINK =
	/^(?:\[[^\]]*\]\(\s*<?((?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)|<([^\s<>]+)>)$/;

/**
 * The values in a text: one per line, or with commas, semicolons or blanks between them. They part
 * only where a new value begins, as addresses and the names of fields hold such characters
 * themselves, and a data URI has a comma between its type and its content. Of Markdown the
 * addresses of the images count; the words of a language model around them do not.
 *
 * @param isField whether a text names a binary field of the item.
 */
export function splitMediaText(text: string, isField: (part: string) => boolean): string[] {
	const images = [...text.matchAll(MARKDOWN_IMAGE)].flatMap(([, address = '']) => [address]);
	if (images.length > 0) {
		const around = text.replace(MARKDOWN_IMAGE, '\n');
		if (!ANY_ADDRESS.test(around) && !around.split('\n').some((line) => isField(line.trim()))) {
			return images;
		}
	}
	return text
		.replace(MARKDOWN_IMAGE, '\n$1\n')
		.split(/[\r\n]+/)
		.flatMap((line) => splitLine(line.trim(), isField));
}

function splitLine(line: string, isField: (part: string) => boolean): string[] {
	if (isField(line)) return [line];
	const link = MARKDOWN_LINK.exec(line);
	if (link !== null) return [link[1] ?? link[2] ?? line];
	const parts: string[] = [];
	// Odd places hold what stands between the pieces.
	const pieces = line.split(/(\s*[,;]\s*|\s+)/);
	for (let place = 0; place < pieces.length; place += 2) {
		const piece = pieces[place] ?? '';
		const previous = parts.at(-1);
		const between = pieces[place - 1] ?? '';
		const startsHere =
			ANY_START.test(piece) || (/[,;]/.test(between) && startsField(pieces, place, isField));
		const begins = previous === undefined || (!DATA_URI_START.test(previous) && startsHere);
		if (begins) parts.push(piece);
		else parts[parts.length - 1] = `${previous}${between}${piece}`;
	}
	return parts.map((part) => part.replace(/(?:[,;]\s*)+$/, '').trim()).filter(Boolean);
}

/** Whether the name of a field begins at a piece: names hold blanks. */
function startsField(
	pieces: readonly string[],
	place: number,
	isField: (part: string) => boolean,
): boolean {
	const rest = pieces.slice(place);
	const end = rest.findIndex((between, index) => index % 2 === 1 && /[,;]/.test(between));
	return isField(rest.slice(0, end === -1 ? undefined : end).join(''));
}
