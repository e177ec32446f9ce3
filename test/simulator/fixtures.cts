/** What exists on a simulated site from the start, for tests that need an id, a password or a file. */
export { APP_IDS, APP_PASSWORD } from './stored-apps.cts';
export { WORKFLOW_IDS, WORKFLOW_PASSWORD } from './stored-workflows.cts';
export { QUICK_CREATE_IDS } from './stored-quick-creates.cts';
export { STORED_LORA, STORED_LORA_CONTENT } from './lora-store.cts';
export { STOCK_FILES } from './stock-files.cts';

/** An id of the usual length that is nobody's. */
export const UNKNOWN_ID = '1999999999999999999';

/** Codes of the Quick Creates: the first two belong to `picture`, the last to `film`. */
export const QUICK_CREATE_CODES = ['001', '002', '005'] as const;
