import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The root folder of the clone, without symbolic links (n8n writes no file through one). */
export const PROJECT_FOLDER = realpathSync(dirname(__dirname));

/** Where the developer programs keep what they make; not under version control. */
export const WORK_FOLDER = join(PROJECT_FOLDER, '.n8n');

/** Name of the package, as in package.json. */
export const PACKAGE_NAME = 'n8n-nodes-runninghub';
