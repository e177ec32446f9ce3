import type { MediaKind } from './media-kind.cts';

/** Files that stored workflows and apps hold by default: known to loaders without an upload. */
export const STOCK_FILES: Readonly<Record<string, MediaKind>> = {
	'portrait-sample.png': 'image',
	'a293f6c1d04e.jpg': 'image',
	'walk-sample.mp4': 'video',
	'rain-sample.mp3': 'audio',
};
