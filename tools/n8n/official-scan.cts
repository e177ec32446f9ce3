import { relative } from 'node:path';
import { ESLint } from 'eslint';
import glob from 'fast-glob';

/**
 * Checks files with the rules of n8n's official scan of community packages, which takes no notice
 * of comments that switch rules off.
 *
 * @param folder the package's root.
 * @param patterns the files in it; each pattern must find at least one.
 * @returns a line per error: file, place, rule and message.
 */
export async function scan(folder: string, patterns: readonly string[]): Promise<string[]> {
	const files = await Promise.all(patterns.map((pattern) => filesLike(pattern, folder)));
	const { buildScanConfig } = await import('@n8n/scan-community-package/scanner/scanner.mjs');
	const eslint = new ESLint({
		cwd: folder,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
	});
	const results = await eslint.lintFiles(files.flat());
	return results.flatMap((result) =>
		result.messages
			.filter((message) => message.severity === 2)
			.map(
				({ line, column, ruleId, message }) =>
					`${relative(folder, result.filePath)}:${line}:${column} ${ruleId ?? 'error'}: ${message}`,
			),
	);
}

async function filesLike(pattern: string, folder: string): Promise<string[]> {
	const files = await glob(pattern, { cwd: folder, absolute: true, ignore: ['node_modules/**'] });
	if (files.length === 0) throw new Error(`The scan found no file like ${pattern} in ${folder}`);
	return files;
}
