import { jsonText } from '../json.cts';
import { registryOf } from '../registry.cts';
import type { Answer } from '../replies.cts';
import type { Route } from '../server.cts';
import type { Service } from '../service.cts';

function registry({ settings }: Service): Answer {
	const { registry: served, newerModels } = settings;
	if (served === 'missing') return { status: 404, body: '404: Not Found', headers: {} };
	return {
		status: 200,
		body: typeof served === 'object' ? served.text : jsonText(registryOf(newerModels)),
		headers: { 'content-type': 'text/plain; charset=utf-8' },
	};
}

/** The public registry, where a closed network has its own (docs/runninghub-api.md, section 11). */
export function registryRoutes(service: Service): Route[] {
	return [
		{
			method: 'GET',
			path: '/models_registry.json',
			kind: 'registry',
			shape: 'flat',
			body: 'none',
			handle: () => registry(service),
		},
	];
}
