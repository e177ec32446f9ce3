import { textWithoutKey } from '../../../runninghub/transport';

const LONGEST = 300;

/**
 * What an error says of itself, fit to be shown: addresses, tokens and the key may be in it. No code
 * of the system is named, as n8n would put its own text in place of a message that holds one.
 */
export function shownMessage(error: unknown, key = ''): string {
	const message = error instanceof Error ? error.message : '';
	const unaddressed = message.replace(/\b[a-z][a-z\d+.-]*:\/\/[^\s"'`<>]+/gi, '[address]');
	const shown = textWithoutKey(unaddressed, key)
		.replace(/\bBearer\s+\S+/gi, '[token]')
		.replace(/[\w~+/%=-]{24,}/g, (word) => (/\d/.test(word) ? '[…]' : word))
		.replace(/\bE[A-Z_]{4,}\b:?\s*/g, '')
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/\.$/, '');
	if (shown === '') return 'n8n gives no reason';
	return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
}
