import type { ResourceMapperFields } from 'n8n-workflow';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';

/** What the editor shows in place of a form. */
export function notice(text: string): ResourceMapperFields {
	return { fields: [], emptyFieldsNotice: text };
}

/** Why a form could not be had, with the next step. */
export function reasonOf(error: unknown): string {
	if (error instanceof RunningHubError) return `${error.message}. ${error.facts.hint}`;
	return 'The form could not be loaded. Check the credential, then open the node again.';
}
