import { modelOperation } from '../../requests/model/model-operation';

/** Let a face speak or sing a recording. */
export const lipSync = modelOperation({
	resource: 'video',
	value: 'lipSync',
	name: 'Lip Sync',
	action: 'Sync lips to audio',
	description: 'Let a face speak or sing a recording',
	takesFiles: true,
});
