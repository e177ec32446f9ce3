import type { IBinaryData } from 'n8n-workflow';
import {
	allowed,
	type FileContent,
	fileOfUnknownType,
	readContent,
} from '../../../runninghub/forms/media-limits';
import type {
	FieldFile,
	FileRule,
	MediaReference,
} from '../../../runninghub/forms/media-reference';
import { readHead } from '../runtime/file-head';
import type { ExecuteContext } from '../runtime/n8n-context';
import { invalidInput } from './invalid-input';
import { binaryFields } from './binary-fields';
import { dataUriSource } from './binary-source';
import { linkProblem, type LinkPolicy } from './link-policy';

/** What keeps a fetched file from being sent on: only what is known to fit is. */
export function remoteProblem(rule: FileRule, content: FileContent): string | undefined {
	const reading = readContent(rule, content);
	if ('problem' in reading) return `${rule.label}: ${reading.problem}`;
	if (reading.known) return undefined;
	return `${rule.label}: ${content.shownAs} is of a type that is not known. Allowed: ${allowed(rule)}.`;
}

/** What keeps an own file of unknown type from being used. Whoever uploads one for its own sake may. */
export function unknownFileProblem(rule: FileRule, content: FileContent): string | undefined {
	if (rule.kind === undefined) return undefined;
	const reading = readContent(rule, content);
	return 'problem' in reading ? `${rule.label}: ${reading.problem}` : undefined;
}

/**
 * Checks the files of an item as far as it goes without a request: where links lead by their
 * names, and what files of unknown type are by their first bytes.
 *
 * @throws RunningHubError of kind `invalid` that lists every problem.
 */
export async function checkFiles(
	ctx: ExecuteContext,
	files: readonly FieldFile[],
	binaries: ReadonlyMap<string, IBinaryData>,
	policy: LinkPolicy,
): Promise<void> {
	const problems: string[] = [];
	for (const { rule, reference } of files) {
		const problem =
			reference.from === 'url'
				? labelled(rule, linkProblem(reference.url, policy))
				: await contentProblem(ctx, rule, reference, binaries);
		if (problem !== undefined) problems.push(problem);
	}
	refuse(problems);
}

/**
 * Refuses files with all their problems.
 *
 * @throws RunningHubError of kind `invalid`, where there are any.
 */
export function refuse(problems: readonly string[]): void {
	if (problems.length === 0) return;
	throw invalidInput(
		problems.join(' '),
		problems.length === 1
			? 'Give another file. Nothing was submitted or charged for this item.'
			: 'Give other files. Nothing was submitted or charged for this item.',
	);
}

function labelled({ label }: FileRule, problem: string | undefined): string | undefined {
	return problem === undefined ? undefined : `${label}: ${problem}`;
}

async function contentProblem(
	ctx: ExecuteContext,
	rule: FileRule,
	reference: MediaReference,
	binaries: ReadonlyMap<string, IBinaryData>,
): Promise<string | undefined> {
	const file = fileOfUnknownType(reference, binaryFields(binaries));
	if (file === undefined || rule.kind === undefined) return undefined;
	const head = await headOf(ctx, reference, binaries);
	return head === undefined ? undefined : unknownFileProblem(rule, { ...file, head });
}

async function headOf(
	ctx: ExecuteContext,
	reference: MediaReference,
	binaries: ReadonlyMap<string, IBinaryData>,
): Promise<Uint8Array | undefined> {
	if (reference.from === 'dataUri') return dataUriSource(reference.dataUri).head;
	const binary =
		reference.from === 'binaryField'
			? binaries.get(reference.name)
			: reference.from === 'binaryObject'
				? reference.binary
				: undefined;
	if (binary === undefined) return undefined;
	const { id, data = '' } = binary;
	// Four characters of base64 are three bytes.
	if (id === undefined) return Buffer.from(data.slice(0, 5464), 'base64').subarray(0, 4096);
	const head = await readHead(await ctx.helpers.getBinaryStream(id));
	return 'bytes' in head ? head.bytes : undefined;
}
