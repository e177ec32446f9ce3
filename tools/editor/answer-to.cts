import type { Page, Response } from 'playwright-core';

/**
 * Does something in the editor and waits for the answer that n8n then gets. Both are waited for
 * together: a wait that nobody holds yet would end the whole program when its time is over.
 *
 * @throws Error when either fails.
 */
export async function answerTo(
	page: Page,
	isIt: (response: Response) => boolean,
	act: () => Promise<void>,
): Promise<Response> {
	const [answer] = await Promise.all([page.waitForResponse(isIt), act()]);
	return answer;
}

/** Whether n8n got the form of what was chosen or pasted. */
export function isForm(response: Response): boolean {
	return response.url().includes('/resource-mapper-fields');
}
