import type { ILoadOptionsFunctions, ResourceMapperFields } from 'n8n-workflow';
import { appForm } from '../../../runninghub/forms/app-form';
import { connect } from '../runtime/n8n-transport';
import { fetchAiApp } from '../requests/node-inputs/app-and-workflow';
import { notice, reasonOf } from './form-notice';
import { mapperFields } from './mapper-fields';
import { savedView } from './saved-view';
import { readPastedId } from '../parameters/pasted-id';

/** The form of the pasted AI app, or why there is none. */
export async function getAiAppFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const value = this.getCurrentNodeParameter('aiApp', { extractValue: true });
	if (value === undefined || value === '')
		return notice('Paste the URL of an AI app to see its inputs.');
	const connection = await connect(this).catch((error: unknown) => ({ error }));
	if ('error' in connection) return notice(reasonOf(connection.error));
	const { transport, baseUrl } = connection;
	const pasted = readPastedId(value, 'aiApp', baseUrl);
	if ('problem' in pasted) return notice(`${pasted.problem}. ${pasted.hint}`);
	const outcome = await fetchAiApp(transport, pasted.id).then(
		(app) => ({ app }),
		(error: unknown) => ({ error }),
	);
	if ('error' in outcome) return notice(reasonOf(outcome.error));
	const fields = appForm(outcome.app.inputs);
	if (fields.length === 0) {
		return notice(
			'This AI app shows no inputs. Most likely it was never run: open its page on the RunningHub site and run it once.',
		);
	}
	return { fields: mapperFields(fields, (field) => savedView(field, true)) };
}
