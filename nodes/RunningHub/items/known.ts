import type { IDataObject } from 'n8n-workflow';

/** The facts that are known, in their order: a key is absent where there is nothing to tell. */
export function known(facts: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(facts).filter(([, value]) => value !== null && value !== undefined),
	);
}
