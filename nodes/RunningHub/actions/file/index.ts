import type { ResourceOperations } from '../../operation';
import { getManyLoras } from './get-many-loras';
import { upload } from './upload';
import { uploadLora } from './upload-lora';

/** Files at RunningHub. */
export const file: ResourceOperations = {
	value: 'file',
	name: 'File',
	description: 'Upload files and LoRAs',
	defaultOperation: 'upload',
	operations: [getManyLoras, upload, uploadLora],
};
