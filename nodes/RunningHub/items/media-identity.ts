import { createHash } from 'node:crypto';
import type { IBinaryData } from 'n8n-workflow';
import type { MediaReference } from '../../../runninghub/forms/media-reference';

/** Names a media value so that the same input has the same name in every try of an execution. */
export function mediaIdentity(
	reference: MediaReference,
	binaries: ReadonlyMap<string, IBinaryData>,
): string {
	switch (reference.from) {
		case 'url':
			return reference.url;
		case 'uploaded':
			return reference.fileName;
		case 'dataUri':
			return digest(reference.dataUri);
		case 'binaryField':
			return binaryIdentity(binaries.get(reference.name));
		case 'binaryObject':
			return binaryIdentity(reference.binary);
	}
}

function binaryIdentity(
	binary: { readonly id?: string; readonly data?: string } | undefined,
): string {
	return binary?.id ?? digest(binary?.data ?? '');
}

/** A short name for a text, such as the content of a file. */
export function digest(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
