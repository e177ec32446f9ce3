import { readFileSync } from 'node:fs';
import { createCatalogue, type Catalogue } from '../../runninghub/catalogue/catalogue';
import { parseJson } from '../../runninghub/json';
import { MODELS_FILE } from './data-file.cts';

/** The project's catalogue, read as a file: its own way of loading is for the built package. */
export function readCatalogue(): Catalogue {
	return createCatalogue(parseJson(readFileSync(MODELS_FILE, 'utf8')));
}
