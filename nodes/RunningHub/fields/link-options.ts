import { fetchPrivateLinks, optionsCollection } from './run-options';

/** The options of operations that take files and run no task. */
export const linkOptionsField = optionsCollection([fetchPrivateLinks]);
