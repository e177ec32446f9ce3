import type { Service } from './service.cts';

/** Where covers, posters and previews are served. */
export const COVER_PATH = '/cover/';

/** The address of a picture that shows what an app, a style or a model does. */
export function coverUrl(service: Service, id: string): string {
	return `${service.baseUrl()}${COVER_PATH}${id}.png`;
}
