import { submitQuickCreate } from '../../../../runninghub/api/quick-create';
import { declaredType, listedFileNames } from '../../../../runninghub/forms/app-form';
import { isMediaType } from '../../../../runninghub/forms/form-field';
import { asText } from '../../../../runninghub/json';
import { itemBinaries } from '../../items/binary-fields';
import {
	quickCreateCodeField,
	quickCreateInputsField,
	quickCreateNotice,
	quickCreateOptionsField,
	webappIdField,
} from './fields';
import { plainWaitModeField } from '../../fields/wait-mode';
import { simplifyField } from '../../fields/simplify';
import {
	type ListedInput,
	inputName,
	readNodeInfoList,
} from '../../requests/node-inputs/node-info-list';
import type { NodeField } from '../../requests/node-inputs/node-inputs';
import { FieldValues } from '../../parameters/field-values';
import { pastedId } from '../../requests/node-inputs/app-or-workflow-id';
import type { TaskOperation } from '../../operation';

/** Run a Quick Create with the inputs of its page's API sample. */
export const run: TaskOperation = {
	type: 'task',
	value: 'run',
	name: 'Run',
	action: 'Run a Quick Create',
	description: 'Run a Quick Create with the inputs from the API sample of its page',
	fields: [
		quickCreateNotice,
		webappIdField,
		quickCreateCodeField,
		quickCreateInputsField,
		plainWaitModeField,
		simplifyField,
		quickCreateOptionsField,
	],
	async prepare(ctx, itemIndex, session) {
		const { checkInputs } = await import('../../requests/node-inputs/node-inputs');
		const { baseUrl } = await session.connection();
		const values = FieldValues.ofItem(ctx, itemIndex);
		const webappId = pastedId(values, webappIdField, 'aiApp', baseUrl);
		const quickCreateCode = values.requiredText(
			quickCreateCodeField,
			'Copy it from the API sample of the page, such as 002. Nothing was submitted.',
		);
		const list = readNodeInfoList(
			values.json(quickCreateInputsField),
			quickCreateInputsField.displayName,
		);
		const binaries = itemBinaries(ctx, itemIndex);
		const checked = checkInputs('the Quick Create', list.map(inputField), {}, list, binaries);
		const entries = new Map(list.map((input) => [inputName(input), input.entry]));
		return {
			kind: `quick create ${webappId} ${quickCreateCode}`,
			subject: { appId: webappId },
			inputs: { ...checked.identity, quickCreateCode },
			media: checked.media,
			addressForm: 'fileName',
			submit: async (to, addresses) =>
				await submitQuickCreate(to, {
					webappId,
					quickCreateCode,
					inputs: checked
						.inputs(addresses)
						.map((input) => ({ ...entries.get(inputName(input)), ...input })),
				}),
		};
	},
};

/** The list itself says of what type each input is. */
function inputField(input: ListedInput): NodeField {
	const { nodeId, fieldName, entry } = input;
	const type = declaredType(asText(entry.fieldType));
	return {
		id: inputName(input),
		label: asText(entry.description) || asText(entry.nodeName) || fieldName,
		// The list names no choices to check against.
		type: type === 'options' ? 'string' : type,
		...(isMediaType(type) && { fileNames: listedFileNames(entry.fieldData) }),
		required: false,
		multiple: false,
		sentAsText: true,
		nodeId,
		fieldName,
	};
}
