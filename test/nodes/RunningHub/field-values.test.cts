import type { INode } from 'n8n-workflow';
import { RESOURCES } from '../../../nodes/RunningHub/actions/resources';
import { pngFile } from '../../simulator/media-files.cts';
import { QUICK, type Sweep, sweep } from './field-sweep.cts';
import { onPublicStage } from './public-names.cts';
import { filledIn, onStage } from './stage.cts';
import { type Setup, setups, type Target, targetsOf } from './sweep-targets.cts';

const FETCH_PRIVATE_LINKS = 'Fetch Private Links';

/** What shows only when a task takes longer than these do, or with a link into another network. */
const UNSEEN = new Set(['On Timeout', FETCH_PRIVATE_LINKS]);

function operationOf({ resource, operation }: Setup) {
	const found = RESOURCES.find(({ value }) => value === resource)?.operations.find(
		({ value }) => value === operation,
	);
	if (found === undefined) throw new Error(`There is no ${resource}.${operation}`);
	return found;
}

/** Sweeps fields of an operation on a stage of its own. */
async function sweepAll(
	setup: Setup,
	more: INode['parameters'],
	isWanted: (target: Target) => boolean,
	isFirst = false,
): Promise<Array<readonly [Target, Sweep]>> {
	const found: Array<readonly [Target, Sweep]> = [];
	await onStage(async (stage) => {
		stage.simulator.setWallet(stage.key, { money: 1e6, coins: 1e6 });
		const base = { ...(await setup.fields(stage)), ...more };
		for (const target of targetsOf(setup, operationOf(setup), base).filter(isWanted)) {
			const showsChoices = isFirst && !UNSEEN.has(target.label);
			found.push([target, await sweep(stage, target, showsChoices)]);
		}
	}, QUICK);
	return found;
}

describe('whatever an expression gives has its meaning or is refused by name', () => {
	it('in every field of every operation', async () => {
		const all = await setups();
		expect(all.length).toBeGreaterThan(20);
		const firsts = new Map<unknown, Setup>();
		for (const setup of all) {
			for (const { property } of targetsOf(setup, operationOf(setup), {})) {
				if (!firsts.has(property)) firsts.set(property, setup);
			}
		}
		const first = await Promise.all(
			all.map(
				async (setup) =>
					await sweepAll(setup, {}, ({ property }) => firsts.get(property) === setup, true),
			),
		);
		expect(first.flat().flatMap(([, { problems }]) => problems)).toEqual([]);
		// What is about the results is read in one place for all; the rest is sent by each operation.
		const sent = new Set(
			first.flat().flatMap(([{ property }, swept]) => (swept.reachesRunningHub ? [property] : [])),
		);
		const again = await Promise.all(
			all.map(
				async (setup) =>
					await sweepAll(
						setup,
						{ waitMode: 'submit' },
						({ property }) => firsts.get(property) !== setup && sent.has(property),
					),
			),
		);
		expect(again.flat().flatMap(([, { problems }]) => problems)).toEqual([]);
	}, 300_000);

	it('in Fetch Private Links, for a link into another network', async () => {
		const problems: string[] = [];
		await onPublicStage(async (stage) => {
			stage.simulator.setWallet(stage.key, { money: 1e6, coins: 1e6 });
			const link = 'http://minio:9000/a.png';
			const { bytes, contentType } = pngFile(3);
			stage.serve(link, (response) =>
				response.writeHead(200, { 'content-type': contentType }).end(bytes),
			);
			const base = {
				model: { __rl: true, mode: 'list', value: 'rhart-image-n-pro/edit' },
				prompt: 'A lighthouse',
				parameters: filledIn({ resolution: '1k', imageUrls: link }),
				waitMode: 'submit',
			};
			const setup: Setup = {
				resource: 'image',
				operation: 'edit',
				fields: async () => await Promise.resolve(base),
			};
			const targets = targetsOf(setup, operationOf(setup), base).filter(
				({ label }) => label === FETCH_PRIVATE_LINKS,
			);
			expect(targets).toHaveLength(1);
			for (const target of targets) problems.push(...(await sweep(stage, target, true)).problems);
		});
		expect(problems).toEqual([]);
	});
});
