import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, 'catalogue');

/** Models as they were captured; none is in two files. */
const MODEL_FILES = ['models.json', 'models-newer.json', 'models-2026-09.json'];

/** What later sources say of these models. */
const CHANGES_FILE = 'changes-2026-09.json';

type Facts = Record<string, unknown>;

interface RawModel extends Facts {
	endpoint: string;
	params: Facts[];
}

function readModels(name: string): RawModel[] {
	const { models }: { models: RawModel[] } = JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
	return models;
}

function withoutNulls(facts: Facts): Facts {
	return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null));
}

/** The facts of a change win; null takes a fact away. A parameter that is not there yet comes last. */
function changedParams(params: readonly Facts[], changes: readonly Facts[]): Facts[] {
	const known = new Set(params.map(({ key }) => key));
	return [
		...params.map((param) => {
			const change = changes.find(({ key }) => key === param['key']);
			return change === undefined ? param : withoutNulls({ ...param, ...change });
		}),
		...changes.filter(({ key }) => !known.has(key)),
	];
}

/**
 * The models of the captured files with the later changes, as JSON text of a list.
 *
 * @throws Error when a change is about a model that no file has.
 */
export function capturedModels(): string {
	const models = new Map(MODEL_FILES.flatMap(readModels).map((model) => [model.endpoint, model]));
	for (const { endpoint, params } of readModels(CHANGES_FILE)) {
		const model = models.get(endpoint);
		if (model === undefined) throw new Error(`${CHANGES_FILE}: there is no model ${endpoint}`);
		models.set(endpoint, { ...model, params: changedParams(model.params, params) });
	}
	return JSON.stringify([...models.values()]);
}
