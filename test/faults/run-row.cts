import { Logger } from '@n8n/backend-common';
import { Container } from '@n8n/di';
import { asObject, parseJson } from '../../runninghub/json';
import { inVirtualTime } from '../n8n/virtual-time.cts';
import {
	itemWithFiles,
	ITEM_PROMPT,
	onStage,
	type NodeValues,
} from '../nodes/RunningHub/stage.cts';
import type { RowOutcome } from './outcome.cts';
import { faultRule, type FaultRow, promptsOf } from './row.cts';

/** Milliseconds that a task takes. */
const DURATION = 20_000;
const MINUTE = 60_000;
/** Minutes: shorter than the usual hour, as each row with a lasting fault takes all of it. */
const TIMEOUT = 4;

/** Runs a row in n8n's own engine, and lets time pass until every task has ended. */
export async function runRow(row: FaultRow): Promise<RowOutcome> {
	let outcome: RowOutcome | undefined;
	await onStage(
		async (stage) => {
			const { simulator } = stage;
			simulator.faults.add(faultRule(row));
			const log = logged();
			const result = await inVirtualTime(simulator, async () => {
				const ended = await stage.run(valuesOf(row), {
					items: promptsOf(row).map((prompt) => ({ ...withPicture(prompt), json: { prompt } })),
					onError: row.onError,
					...(row.tries > 0 && { retryOnFail: true, maxTries: row.tries }),
				});
				await new Promise((resolve) => setTimeout(resolve, MINUTE));
				return ended;
			}).finally(log.end);
			const { counters } = simulator;
			outcome = {
				items: result.outputs.flat().map(({ json, binary }) => ({
					json: asObject(parseJson(JSON.stringify(json))),
					mimeType: binary?.['data']?.mimeType,
					fileSize: binary?.['data']?.fileSize,
				})),
				atErrorOutput: result.outputs[1]?.length ?? 0,
				error: result.error,
				counters,
				tasks: simulator.tasks(),
				log: log.lines,
			};
		},
		{ settings: { duration: () => DURATION } },
	);
	if (outcome === undefined) throw new Error('The row did not run');
	return outcome;
}

function valuesOf({ place }: FaultRow): NodeValues {
	const options = { timeoutMinutes: TIMEOUT, ...(place === 'price' && { maxPrice: 100 }) };
	if (place !== 'upload') return { prompt: ITEM_PROMPT, options };
	return {
		operation: 'edit',
		model: 'rhart-image-n-pro/edit',
		prompt: ITEM_PROMPT,
		form: { imageUrls: 'data', resolution: '1k' },
		options,
	};
}

function withPicture(content: string) {
	return itemWithFiles({ data: { content, mimeType: 'image/png' } });
}

function logged(): { readonly lines: string[]; readonly end: () => void } {
	const lines: string[] = [];
	const logger = Container.get(Logger);
	const spies = (['info', 'warn'] as const).map((level) =>
		jest.spyOn(logger, level).mockImplementation((...[line]) => void lines.push(line)),
	);
	return { lines, end: () => spies.forEach((spy) => spy.mockRestore()) };
}
