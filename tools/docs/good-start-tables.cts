import type { ResourceOperations } from '../../nodes/RunningHub/operation';
import { modelLabel } from '../../nodes/RunningHub/parameters/model-label';
import type { Catalogue } from '../../runninghub/catalogue/catalogue';
import { makerOf } from '../../runninghub/catalogue/families';
import type { Model, Price } from '../../runninghub/catalogue/model';
import {
	findOperation,
	type ModelOperation,
	type Resource,
} from '../../runninghub/catalogue/operations';
import { pageAnchor } from '../../runninghub/catalogue/model-page';
import { type GoodStart, readAdditions } from '../catalogue/additions.cts';
import { plain, table } from './markdown.cts';
import { shownPrice, shownPriceZh } from './model-price.cts';
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
] as const satisfies ReadonlyArray<readonly [Resource, ModelOperation, number]>;

/** How a table tells about a good start, in one language. */
interface Wording {
	readonly firstChoiceHeadings: readonly string[];
	readonly goodStartHeadings: readonly string[];
	/** From the page to the folder of the pages about models. */
	readonly modelPages: string;
	purpose(start: GoodStart): string;
	price(price: Price | undefined): string;
	/** RunningHub's Chinese name of a model, where the reader knows that one. */
	name?(model: Model): string;
	readonly fast: string;
	readonly perhapsInternational: string;
	/** Between two remarks. */
	readonly semicolon: string;
}

const ENGLISH: Wording = {
	firstChoiceHeadings: ['To', 'Start with', 'Good for', 'Price'],
	goodStartHeadings: ['Operation', 'Model', 'Maker', 'Good for', 'Price', 'Speed', 'Site'],
	modelPages: 'models/',
	purpose: ({ purpose }) => purpose,
	price: shownPrice,
	fast: 'fast',
	semicolon: '; ',
	perhapsInternational: "not in the China site's documentation",
};

const CHINESE: Wording = {
	firstChoiceHeadings: ['要做什么', '先用', '适合', '价格'],
	goodStartHeadings: [
		'操作',
		'模型',
		'RunningHub 上的名称',
		'厂商',
		'适合',
		'价格',
		'速度',
		'站点',
	],
	modelPages: '../models/',
	purpose: ({ purposeZh }) => purposeZh,
	price: shownPriceZh,
	name: ({ nameZh }) => nameZh,
	fast: '快',
	semicolon: '；',
	perhapsInternational: '中国站文档里没有',
};

/** The two languages of the pages. */
export const WORDINGS = { en: ENGLISH, zh: CHINESE } as const;

/** One short table of the first good starts, for the README. */
export function firstChoiceTable(
	catalogue: Catalogue,
	resources: readonly ResourceOperations[],
	wording: Wording = ENGLISH,
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
				plain(purposeOf(model, goodStarts, wording)),
				[
					wording.price(model.price),
					...(model.maybeInternationalOnly === true ? [wording.perhapsInternational] : []),
				].join(wording.semicolon),
			]);
	});
	return table(wording.firstChoiceHeadings, rows);
}

function purposeOf(model: Model, goodStarts: readonly GoodStart[], wording: Wording): string {
	const start = goodStarts.find(({ endpoint }) => endpoint === model.endpoint);
	return start === undefined ? '' : wording.purpose(start);
}

/** The models of a resource to try first, what each is for and what it costs, in one table. */
export function goodStartTable(
	catalogue: Catalogue,
	{ value: resource, name: resourceName, operations }: ModelResource,
	wording: Wording = ENGLISH,
): string {
	const { goodStarts } = readAdditions();
	const rows = operations.flatMap(({ value, name }) => {
		const operation = findOperation(resource, value);
		const models = operation === undefined ? [] : catalogue.list({ resource, operation });
		return models
			.filter(({ goodStart }) => goodStart !== undefined)
			.map((model, index) => [
				index === 0 ? `**${plain(name)}**` : '',
				`[${plain(modelLabel(model).replace(/^★ /, ''))}](${wording.modelPages}${pageName(resourceName)}#${pageAnchor(model)})`,
				...(wording.name === undefined ? [] : [plain(wording.name(model))]),
				plain(makerOf(model.provider)),
				plain(purposeOf(model, goodStarts, wording)),
				wording.price(model.price),
				model.keywords?.includes('fast') === true ? wording.fast : '',
				model.maybeInternationalOnly === true ? wording.perhapsInternational : '',
			]);
	});
	return table(wording.goodStartHeadings, rows);
}
