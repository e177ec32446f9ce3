import { judged, type Check } from './check.cts';
import { dataIn, objectsIn, type Visit } from './visit.cts';
import { told } from './words.cts';

const RESOURCE_PARTS = ['id', 'resourceName', 'resourceType', 'nodeModelName'];

/** Other lists that cost nothing: public LoRAs, and the groups of assets (docs, sections 15 and 16). */
export function listChecks(visit: Visit): Check[] {
	return [
		{
			section: '15',
			statement: 'A listed LoRA has its name, type and file',
			expected: RESOURCE_PARTS.join(', '),
			look: async () => {
				const answer = await visit.ask({
					method: 'POST',
					path: '/openapi/v2/resource/list',
					json: { resourceType: 'LORA', current: 1, size: 5 },
				});
				const records = objectsIn(dataIn(answer).records);
				const there = RESOURCE_PARTS.filter((name) =>
					records.every((record) => record[name] !== undefined),
				);
				if (!answer.ok) return judged(false, told(answer));
				if (records.length === 0) return judged(false, 'no records');
				return judged(there.length === RESOURCE_PARTS.length, there.join(', ') || 'none of these');
			},
		},
		{
			section: '16',
			statement: 'The groups of assets are listed with their number',
			expected: 'items: a list, totalCount: there',
			look: async () => {
				const answer = await visit.ask({
					method: 'POST',
					path: '/openapi/v2/assets/groups/list',
					json: { pageNumber: 1, pageSize: 1 },
				});
				const { items, totalCount } = dataIn(answer);
				const isUsual = Array.isArray(items) && totalCount !== undefined && totalCount !== null;
				const seen = `items: ${Array.isArray(items) ? 'a list' : 'none'}, totalCount: ${totalCount === undefined ? 'missing' : 'there'}`;
				return judged(isUsual, answer.ok ? seen : told(answer));
			},
		},
	];
}
