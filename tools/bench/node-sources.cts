// Lets the sources of the nodes be run as they are, as under jest. To be imported before any node.
import Module from 'node:module';

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

// Node's import() knows neither TypeScript nor JSON: in the compiled package it is a require().
const compile: unknown = Reflect.get(Module.prototype, '_compile');
if (typeof compile === 'function') {
	Reflect.set(
		Module.prototype,
		'_compile',
		function (this: unknown, code: string, filename: string, ...others: unknown[]): unknown {
			const required = filename.endsWith('.ts')
				? code.replace(
						/\bimport\((['"]\.[^'"]*['"])\)/g,
						'Promise.resolve().then(() => require($1)).then((it) => ({ default: it, ...it }))',
					)
				: code;
			return Reflect.apply(compile, this, [required, filename, ...others]);
		},
	);
}
