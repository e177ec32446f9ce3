import type { IBinaryData } from 'n8n-workflow';
import { RequestNotSent } from '../../../runninghub/transport';
import { n8nClock } from '../runtime/n8n-clock';
import type { FileContext } from '../runtime/n8n-context';
import type { Opening } from '../runtime/open-file';
import { storeProblem } from '../runtime/store-problem';
import { transportFault } from '../runtime/transport-fault';
import { refusingPage } from '../runtime/refusing-page';
import { nameFile } from './file-name';

/** Tries for a download. */
const ATTEMPTS = 3;
/** MIME types of files that are never pages nor JSON. */
const MEDIA = /^(?:image\/|video\/|audio\/|model\/(?!gltf\+json))/;
/** Milliseconds that a whole download may take: results reach several hundred megabytes. */
const TIMEOUT = 30 * 60_000;

/** The file of a result, or why it could not be had. */
export type Download =
	| { readonly file: IBinaryData }
	/** In words; the result's URL still holds for 24 hours. */
	| { readonly problem: string };

/** A file to be brought home. */
export interface ResultFile {
	/** Its address, or any text that ends in its name. */
	readonly name: string;
	/** What RunningHub calls the type of the file. */
	readonly fileType: string | null;
	/** Put before the file's own name. */
	readonly prefix: string;
	/** @param timeout milliseconds for the whole file. */
	readonly open: (timeout: number) => Promise<Opening>;
}

/** Streams a result into n8n's binary store, in a few tries. */
export async function downloadResult(
	ctx: FileContext,
	file: ResultFile,
	signal: AbortSignal,
): Promise<Download> {
	let problem = 'the execution was stopped';
	for (let attempt = 1; attempt <= ATTEMPTS && !signal.aborted; attempt++) {
		if (attempt > 1) await n8nClock.sleep(1000 * attempt, signal);
		const outcome = await downloadOnce(ctx, file);
		if ('file' in outcome) return outcome;
		({ problem } = outcome);
		if (outcome.final) break;
	}
	return { problem };
}

type Attempt =
	| { readonly file: IBinaryData }
	| { readonly problem: string; readonly final: boolean };

async function downloadOnce(ctx: FileContext, file: ResultFile): Promise<Attempt> {
	const opening = await file.open(TIMEOUT);
	if ('fault' in opening) {
		const { fault } = opening;
		return { problem: fault.message, final: fault instanceof RequestNotSent };
	}
	if ('status' in opening) {
		const gone = opening.status === 403 || opening.status === 404 || opening.status === 410;
		const why = gone ? '; results live 24 hours' : '';
		return { problem: `the file store answered with HTTP ${opening.status}${why}`, final: gone };
	}
	const { content, contentType } = opening.opened;
	const { fileName, mimeType } = nameFile(file.name, file.fileType, contentType, file.prefix);
	const guarded = MEDIA.test(mimeType) ? refusingPage(content) : { content, isPage: () => false };
	return await ctx.helpers.prepareBinaryData(guarded.content, fileName, mimeType).then(
		(stored): Attempt => ({ file: stored }),
		(error: unknown): Attempt => {
			if (guarded.isPage()) return { problem: 'a page came in its place', final: false };
			const full = storeProblem(error);
			return full === undefined
				? { problem: transportFault(error, TIMEOUT).message, final: false }
				: { problem: full, final: true };
		},
	);
}
