// Lets the sources of the nodes be run as they are, as under jest. To be imported before any node.
import Module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

// The catalogue is read by import().
Module.register(pathToFileURL(join(__dirname, 'json-imports.mjs')));

// Beside RunningHub.node.ts lies RunningHub.node.json, which Node prefers for an import without an
// extension: here TypeScript goes first.
const extensions: unknown = Reflect.get(Module, '_extensions');
if (typeof extensions === 'object' && extensions !== null) {
	const json = Object.getOwnPropertyDescriptor(extensions, '.json');
	Object.defineProperty(extensions, '.ts', { enumerable: true });
	if (json !== undefined) {
		Reflect.deleteProperty(extensions, '.json');
		Object.defineProperty(extensions, '.json', json);
	}
}
