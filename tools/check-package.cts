import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { build } from './build.cts';
import { scan } from './n8n/official-scan.cts';
import { packInto } from './pack.cts';
import { PROJECT_FOLDER } from './project.cts';
import { say, step } from './steps.cts';

/** All that may be in the package, as patterns of whole paths. */
const ALLOWED = [
	/^(package\.json|README(\.zh-CN)?\.md|LICENSE|CHANGELOG\.md)$/,
	/^dist\/(credentials|nodes|runninghub)\/(.+\/)?[^/]+(?<!\.d)\.js$/,
	/^dist\/(credentials|nodes)\/(.+\/)?[^/]+\.svg$/,
	/^dist\/nodes\/[^/]+\/[^/]+\.node\.json$/,
	/^dist\/runninghub\/catalogue\/[^/]+\.json$/,
];

/** What n8n and a reader of the package need, as patterns of which each must match a file. */
const NEEDED = [
	/^package\.json$/,
	/^README\.md$/,
	/^LICENSE$/,
	/^dist\/credentials\/[^/]+\.credentials\.js$/,
	/^dist\/nodes\/[^/]+\/[^/]+\.node\.js$/,
	/^dist\/nodes\/[^/]+\/[^/]+\.node\.json$/,
	/^dist\/nodes\/[^/]+\/[^/]+\.svg$/,
	/^dist\/runninghub\/catalogue\/[^/]+\.json$/,
];

const SOURCES = ['package.json', '{nodes,credentials,runninghub}/**/*.ts', 'nodes/**/*.node.json'];
const PACKED = ['package.json', '**/*.js', 'dist/nodes/**/*.node.json'];

async function main(): Promise<void> {
	await build();
	const folder = await mkdtemp(join(tmpdir(), 'runninghub-package-'));
	try {
		await step('Packing', () => packInto(folder));
		const files = await filesIn(folder);
		const problems = [
			...files
				.filter((file) => !ALLOWED.some((pattern) => pattern.test(file)))
				.map((file) => `does not belong into the package: ${file}`),
			...NEEDED.filter((pattern) => !files.some((file) => pattern.test(file))).map(
				(pattern) => `missing in the package: ${pattern.source}`,
			),
			...(await step("n8n's scan of the sources", () => scan(PROJECT_FOLDER, SOURCES))),
			...(await step("n8n's scan of the packed files", () => scan(folder, PACKED))),
		];
		if (problems.length > 0) throw new Error(problems.join('\n'));
		say(`The package is good: ${files.length} files, no finding.`);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** The paths of all files under a folder, relative to it, with '/' between their parts. */
async function filesIn(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => !entry.isDirectory())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
		.sort();
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : String(error));
	process.exitCode = 1;
});
