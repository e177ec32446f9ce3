import type { ResourceOperations } from '../../nodes/RunningHub/operation';
import { modelLabel } from '../../nodes/RunningHub/parameters/model-label';
import type { Catalogue } from '../../runninghub/catalogue/catalogue';
import { makerOf } from '../../runninghub/catalogue/families';
import { findOperation, type Operation, type Resource } from '../../runninghub/catalogue/model';
import { pageAnchor } from '../../runninghub/catalogue/model-page';
import { readAdditions } from '../catalogue/additions.cts';
import { plain, table } from './markdown.cts';
import { shownPrice } from './model-price.cts';
import type { ModelResource } from './model-tables.cts';
import { pageName } from './page-name.cts';

/** Where most people begin, with how many of the good starts there. */
const FIRST_CHOICES = [
	['image', 'generateFromText', 3],
	['image', 'edit', 2],
	['video', 'generateFromText', 2],
	['video', 'generateFromImage', 2],
	['video', 'lipSync', 1],
	['audio', 'generateSpeech', 1],
	['audio', 'generateMusic', 1],
	['threeD', 'generateFromImage', 1],
	['text', 'generateFromText', 1],
] as const satisfies ReadonlyArray<readonly [Resource, Operation, number]>;

/** One short table of the first good starts, for the README. */
export function firstChoiceTable(
	catalogue: Catalogue,
	resources: readonly ResourceOperations[],
): string {
	const { goodStarts } = readAdditions();
	const rows = FIRST_CHOICES.flatMap(([resource, operation, most]) => {
		const face = resources.find(({ value }) => value === resource);
		const name = face?.operations.find(({ value }) => value === operation)?.name ?? operation;
		const models = catalogue.list({ resource, operation });
		return models
			.filter(({ goodStart }) => goodStart !== undefined && goodStart < most)
			.map((model, index) => [
				index === 0 ? plain(`${face?.name ?? resource} → ${name}`) : '',
				`**${plain(model.title)}**`,
				plain(goodStarts.find(({ endpoint }) => endpoint === model.endpoint)?.purpose ?? ''),
				shownPrice(model.price),
			]);
	});
	return table(['To', 'Start with', 'Good for', 'Price'], rows);
}

/** The models of a resource to try first, what each is for and what it costs, in one table. */
export function goodStartTable(
	catalogue: Catalogue,
	{ value: resource, name: resourceName, operations }: ModelResource,
): string {
	const { goodStarts } = readAdditions();
	const rows = operations.flatMap(({ value, name }) => {
		const operation = findOperation(resource, value);
		const models = operation === undefined ? [] : catalogue.list({ resource, operation });
		return models
			.filter(({ goodStart }) => goodStart !== undefined)
			.map((model, index) => [
				index === 0 ? `**${plain(name)}**` : '',
				`[${plain(modelLabel(model).replace(/^★ /, ''))}](models/${pageName(resourceName)}#${pageAnchor(model)})`,
				plain(makerOf(model.provider)),
				plain(goodStarts.find(({ endpoint }) => endpoint === model.endpoint)?.purpose ?? ''),
				shownPrice(model.price),
				model.keywords?.includes('fast') === true ? 'fast' : '',
				model.maybeInternationalOnly === true ? 'International, perhaps only' : '',
			]);
	});
	return table(['Operation', 'Model', 'Maker', 'Good for', 'Price', 'Speed', 'Site'], rows);
}
