import type { Locator, Page } from 'playwright-core';
import { asObject, parseJson } from '../../runninghub/json';
import { answerTo } from './answer-to.cts';

/** The dialog in which the credential of the open node is made. */
export class CredentialDialog {
	private readonly dialog: Locator;

	constructor(private readonly page: Page) {
		this.dialog = page.getByTestId('editCredential-modal');
	}

	/** Opens it for a node that has no credential yet. */
	async open(): Promise<void> {
		await this.page.getByTestId('node-credentials-empty-state').getByText('Connect to').click();
		await this.page.getByTestId('credential-edit-dialog').waitFor();
	}

	/** Chooses an entry of a drop-down. */
	async choose(field: string, label: string): Promise<void> {
		await this.input(field).click();
		await this.page
			.getByTestId('parameter-input-item')
			.filter({ has: this.page.getByText(label, { exact: true }), visible: true })
			.click();
	}

	/** Replaces the text of a field. */
	async fill(field: string, text: string): Promise<void> {
		await this.input(field).fill(text);
	}

	/**
	 * Saves, which lets n8n test the credential.
	 *
	 * @returns what n8n says is wrong; `undefined` when the test passed, upon which the dialog closes.
	 */
	async save(): Promise<string | undefined> {
		const tested = await answerTo(
			this.page,
			(answer) => answer.url().endsWith('/credentials/test'),
			() => this.page.getByTestId('credential-save-button').click(),
		);
		const answer = asObject(asObject(parseJson(await tested.text()))['data']);
		if (answer['status'] === 'OK') {
			await this.dialog.waitFor({ state: 'hidden' });
			return undefined;
		}
		await this.dialog.getByText('More details').click();
		return this.dialog
			.locator('.el-tag--danger')
			.filter({ hasText: 'Couldn’t connect' })
			.innerText();
	}

	private input(field: string): Locator {
		return this.dialog.getByTestId(`parameter-input-${field}`).locator('input');
	}
}
