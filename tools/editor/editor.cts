import type { Browser, Locator, Page } from 'playwright-core';
import { asObject, asText, parseJson } from '../../runninghub/json';
import { OWNER } from '../n8n/rest.cts';
import { launchChromium } from './chromium.cts';
import { readForm, type FormEntry } from './form.cts';

const PATIENCE_MS = 30_000;

/** How large the editor's window is, and how many dots a picture has per pixel of it. */
export interface EditorWindow {
	readonly width: number;
	readonly height: number;
	readonly scale: number;
}

/**
 * n8n's editor as a person uses it: in a browser, by clicking and typing. Its handles are the
 * `data-test-id`s of n8n 2.40.
 *
 * @throws playwright's TimeoutError from every function when what it needs does not show up within
 *   30 seconds.
 */
export class Editor {
	private constructor(
		private readonly browser: Browser,
		private readonly url: string,
		/** For whatever this class has no function for. */
		readonly page: Page,
	) {}

	/** Opens a browser for the n8n at `url`. */
	static async open(
		url: string,
		window: EditorWindow = { width: 1440, height: 900, scale: 1 },
	): Promise<Editor> {
		const browser = await launchChromium();
		const context = await browser.newContext({
			viewport: { width: window.width, height: window.height },
			deviceScaleFactor: window.scale,
			colorScheme: 'light',
			reducedMotion: 'reduce',
		});
		context.setDefaultTimeout(PATIENCE_MS);
		return new Editor(browser, url, await context.newPage());
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	/** Logs in as the owner of the local n8n. */
	async logIn(): Promise<void> {
		await this.page.goto(`${this.url}/signin`);
		await this.page.locator('input[name=emailOrLdapLoginId]').fill(OWNER.email);
		await this.page.locator('input[name=password]').fill(OWNER.password);
		await this.page.getByTestId('form-submit-button').click();
		await this.page.waitForURL((address) => !address.pathname.startsWith('/signin'));
	}

	/** Shows a saved workflow on the canvas. */
	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** Opens a node of the shown workflow and waits until its form is there. */
	async openNode(name: string): Promise<void> {
		const node = this.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`);
		await node.dblclick();
		await this.page.getByTestId('node-parameters').waitFor();
		await this.formLoaded();
	}

	/** Goes back to the canvas. */
	async closeNode(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
		await this.page.getByTestId('ndv').waitFor({ state: 'detached' });
	}

	/**
	 * Types into the search of the Model list; gives the names that are then offered. The list stays
	 * open. n8n always offers the chosen model too, whatever was typed.
	 */
	async searchModels(text: string): Promise<string[]> {
		const search = this.page.getByTestId('rlc-search');
		if (!(await search.isVisible())) {
			await this.page.getByTestId('resource-locator-model').getByTestId('rlc-input').click();
		}
		if ((await search.inputValue()) !== text) {
			const answered = this.page.waitForResponse(
				(response) =>
					response.url().includes('/resource-locator-results') &&
					asText(asObject(response.request().postDataJSON())['filter']) === text,
			);
			await search.fill(text);
			const answer = asObject(asObject(parseJson(await (await answered).text()))['data']);
			const [first] = Array.isArray(answer['results']) ? answer['results'] : [];
			if (first !== undefined) await this.listEntry(asText(asObject(first)['name'])).waitFor();
		}
		return this.page.getByTestId('rlc-item').allInnerTexts();
	}

	/** Finds a model by typing its name, chooses it, and waits for its form. */
	async chooseModel(name: string): Promise<void> {
		await this.searchModels(name);
		await this.listEntry(name).click();
		await this.formLoaded();
	}

	/** Chooses an entry of a drop-down. `path` as in `readForm`. */
	async chooseOption(path: string, label: string): Promise<void> {
		await this.field(path).locator('input').click();
		await this.page
			.getByTestId('parameter-input-item')
			.filter({ has: this.page.getByText(label, { exact: true }), visible: true })
			.click();
		await this.formLoaded();
	}

	/** Replaces the text of a field. `path` as in `readForm`. */
	async fill(path: string, text: string): Promise<void> {
		await this.field(path).locator('input, textarea').fill(text);
	}

	/** Adds an optional parameter to the form of the model, by its label. */
	async addParameter(label: string): Promise<void> {
		const add = this.page.getByTestId('add-fields-select');
		const hasMenu = (await add.locator('[aria-haspopup=menu]').count()) > 0;
		await add.locator('button').click();
		// The last one that is left is added by the button itself.
		if (hasMenu) await this.page.getByRole('menuitem', { name: label, exact: true }).click();
	}

	/** What the open node's form shows. */
	async readForm(): Promise<FormEntry[]> {
		return this.page.getByTestId('node-parameters').evaluate(readForm);
	}

	/**
	 * Clicks on "Execute workflow" and waits until the run has ended.
	 *
	 * @returns what n8n's message says.
	 */
	async executeWorkflow(): Promise<string> {
		await this.page.getByTestId('execute-workflow-button').click();
		const message = this.page.locator('.el-notification').last();
		await message.waitFor();
		const text = await message.innerText();
		await message.locator('.el-notification__closeBtn').click();
		await message.waitFor({ state: 'detached' });
		return text;
	}

	/** Shows the first file of the open node's output instead of its data. */
	async viewFile(): Promise<void> {
		const output = this.page.getByTestId('output-panel');
		await output.getByTestId('radio-button-binary').click();
		await output.getByRole('button', { name: 'View' }).first().click();
		await output.locator('img').first().waitFor();
	}

	/** Saves a picture of the whole window. */
	async screenshot(path: string): Promise<void> {
		await this.page.screenshot({ path, animations: 'disabled' });
	}

	/** Saves a picture of the open node: its form and its output, without the input. */
	async screenshotNode(path: string): Promise<void> {
		const node = await box(this.page.getByTestId('ndv'));
		const input = await box(this.page.getByTestId('ndv-input-panel'));
		const x = input.x + input.width;
		await this.page.screenshot({
			path,
			animations: 'disabled',
			clip: { x, y: input.y, width: node.x + node.width - x, height: input.height },
			style: '[data-test-id=floating-nodes] { visibility: hidden }',
		});
	}

	private listEntry(name: string): Locator {
		return this.page
			.getByTestId('rlc-item')
			.filter({ has: this.page.getByText(name, { exact: true }) })
			.first();
	}

	private field(path: string): Locator {
		return this.page.locator(`[data-parameter-path='parameters.${path}']`);
	}

	/** Waits until n8n has asked the node for lists and forms and shows them. */
	private async formLoaded(): Promise<void> {
		await this.page.waitForLoadState('networkidle');
		await this.page
			.getByTestId('node-parameters')
			.locator('.el-loading-mask, [class*=loading]')
			.filter({ visible: true })
			.first()
			.waitFor({ state: 'hidden' });
	}
}

async function box(
	element: Locator,
): Promise<{ x: number; y: number; width: number; height: number }> {
	const found = await element.boundingBox();
	if (found === null) throw new Error(`${String(element)} is not to be seen`);
	return found;
}
