import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import fastGlob from 'fast-glob';
import ts from 'typescript';
import { ERROR_CODES } from '../runninghub/errors/error-codes';

// The rules of CONTRIBUTING.md that a program can check, besides those of n8n's own lint and of
// layers.test.cts.

const PROJECT = join(__dirname, '..');
const SHIPPED = ['credentials/**/*.ts', 'nodes/**/*.ts', 'runninghub/**/*.ts'];
const OWN = ['test/**/*.cts', 'tools/**/*.{cts,mts}'];

function filesOf(patterns: readonly string[]): string[] {
	return fastGlob.sync([...patterns], { cwd: PROJECT, ignore: ['**/pinned/**'] });
}

/** Where something is found, as `file:line what`. */
function findIn(
	patterns: readonly string[],
	find: (node: ts.Node, source: ts.SourceFile) => string | undefined,
): string[] {
	return filesOf(patterns).flatMap((file) => {
		const text = readFileSync(join(PROJECT, file), 'utf8');
		const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
		const found: string[] = [];
		const visit = (node: ts.Node): void => {
			const what = find(node, source);
			if (what !== undefined) {
				const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
				found.push(`${file}:${line + 1} ${what}`);
			}
			ts.forEachChild(node, visit);
		};
		visit(source);
		return found;
	});
}

it('shipped code is .ts, all other code .cts or .mts', () => {
	const typeScript = filesOf(['**/*.{ts,tsx}', '!node_modules/**', '!dist/**', '!.n8n/**']);
	expect(typeScript.filter((file) => !/^(credentials|nodes|runninghub)\//.test(file))).toEqual([]);
});

it('no file is a drawer', () => {
	const names = filesOf([...SHIPPED, ...OWN]).map((file) => basename(file).split('.')[0] ?? '');
	expect(names.filter((name) => /^(utils?|helpers?|misc|common)$/i.test(name))).toEqual([]);
});

it('no type is silenced', () => {
	const silenced = findIn([...SHIPPED, ...OWN], (node) => {
		if (node.kind === ts.SyntaxKind.AnyKeyword) return 'any';
		if (ts.isNonNullExpression(node)) return '!';
		if (ts.isTypeAssertionExpression(node)) return 'a cast';
		if (!ts.isAsExpression(node)) return undefined;
		return node.type.getText() === 'const' ? undefined : `as ${node.type.getText()}`;
	});
	expect(silenced).toEqual([]);
});

it('the client has no clock and no timer of its own', () => {
	const own = /^(setTimeout|setInterval|setImmediate|queueMicrotask|performance|Date)$/;
	const found = findIn(['runninghub/**/*.ts'], (node) =>
		ts.isIdentifier(node) && own.test(node.text) ? node.text : undefined,
	);
	expect(found).toEqual([]);
});

it('the nodes read no error code', () => {
	const codes = new Set(Object.keys(ERROR_CODES).filter((code) => code.length > 2));
	const found = findIn(['nodes/**/*.ts'], (node) =>
		ts.isStringLiteral(node) && codes.has(node.text) ? node.text : undefined,
	);
	expect(found).toEqual([]);
});

it('the nodes build no address of RunningHub', () => {
	const address = /^\/(openapi|task|api|uc|proxy)\b|^https?:\/\/\S*\$\{/;
	const found = findIn(['nodes/**/*.ts'], (node) => {
		const isText = ts.isStringLiteral(node) || ts.isTemplateExpression(node);
		if (!isText) return undefined;
		const text = node.getText().slice(1, -1);
		return address.test(text) || /^\$\{\w*[uU]rl\}\//.test(text) ? text : undefined;
	});
	expect(found).toEqual([]);
});

it('names need no glossary', () => {
	const words = /^(buy|shop|homecoming|bringHome|naps?|judge|doubts?|shelf)$/i;
	const found = findIn(SHIPPED, (node) =>
		ts.isIdentifier(node) && words.test(node.text) ? node.text : undefined,
	);
	expect(found).toEqual([]);
});
