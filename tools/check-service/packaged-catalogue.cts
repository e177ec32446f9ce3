import type { Catalogue } from '../../runninghub/catalogue/catalogue';
import { readCatalogue } from '../catalogue/read-catalogue.cts';

let packaged: Catalogue | undefined;

/** The catalogue of this package, read once. */
export function packagedCatalogue(): Catalogue {
	packaged ??= readCatalogue();
	return packaged;
}
