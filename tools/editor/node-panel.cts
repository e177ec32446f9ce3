import type { Page } from 'playwright-core';

/** The editor's panel from which nodes are added. */
export class NodePanel {
	constructor(private readonly page: Page) {}

	/** Opens it from the empty canvas. */
	async open(): Promise<void> {
		await this.page.getByTestId('canvas-plus-button').click();
		await this.page.getByTestId('node-creator-item-name').first().waitFor();
	}

	/** Types into the search, which has the focus; gives the names that are then offered. */
	async search(text: string): Promise<string[]> {
		await this.page.keyboard.press('ControlOrMeta+A');
		await this.page.keyboard.type(text);
		// The list is filtered in the browser, a moment after the last key.
		const found = this.page
			.getByTestId('node-creator-item-name')
			.or(this.page.getByTestId('node-creator-no-results'));
		await found.first().waitFor();
		await this.page.waitForFunction(
			(wanted) => {
				const names = Array.from(
					document.querySelectorAll('[data-test-id=node-creator-item-name]'),
				).map((each) => each.textContent);
				const key = `${wanted}\n${names.join('\n')}`;
				const root = document.documentElement;
				const settled = root.dataset['offered'] === key;
				root.dataset['offered'] = key;
				return settled;
			},
			text,
			{ polling: 400 },
		);
		return this.offered();
	}

	/** The names of what is offered at the moment: nodes, or the actions of the chosen one. */
	async offered(): Promise<string[]> {
		return this.page.getByTestId('node-creator-item-name').allInnerTexts();
	}

	/** Chooses a node or an action. */
	async choose(name: string): Promise<void> {
		await this.page
			.getByTestId('node-creator-item-name')
			.getByText(name, { exact: true })
			.first()
			.click();
	}

	/** Chooses RunningHub and unfolds its actions: on an empty canvas n8n shows the triggers first. */
	async chooseRunningHub(): Promise<void> {
		await this.choose('RunningHub');
		await this.page.getByText(/^Actions \(\d+\)$/).click();
	}
}
