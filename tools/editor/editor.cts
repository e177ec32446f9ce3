import type { Browser, Locator, Page } from 'playwright-core';
import { asObject, asText, parseJson } from '../../runninghub/json';
import { OWNER } from '../n8n/rest.cts';
import { launchChromium } from './chromium.cts';
import { answerTo, isForm } from './answer-to.cts';
import { readForm, type FormEntry } from './form.cts';

const PATIENCE_MS = 30_000;
/** A closed message takes a moment to vanish. */
const CLOSING_MS = 500;
/** Pixels around a workflow in its picture. */
const MARGIN = 40;
/** The same below a form. */
const BELOW_FORM = 16;
/** Pixels for the names of nodes, which stand below them. */
const NAMES = 60;

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

	/** Shows an empty canvas. */
	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.page.getByTestId('canvas-plus-button').waitFor();
	}

	/** Opens a node of the shown workflow and waits until its form is there. */
	async openNode(name: string): Promise<void> {
		const node = this.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`);
		await node.dblclick();
		await this.nodeOpened();
	}

	/** Waits until a node that was opened or added shows its form. */
	async nodeOpened(): Promise<void> {
		await this.page.getByTestId('node-parameters').waitFor();
		await this.formLoaded();
	}

	/** Goes back to the canvas. */
	async closeNode(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
		await this.page.getByTestId('ndv').waitFor({ state: 'detached' });
	}

	/** Opens the Model list; gives its entries. */
	async openModels(): Promise<Locator> {
		await this.page.getByTestId('resource-locator-model').getByTestId('rlc-input').click();
		const entries = this.page.getByTestId('rlc-item');
		await entries.first().waitFor();
		return entries;
	}

	/**
	 * Types into the search of the Model list; gives the names that are then offered. The list stays
	 * open. n8n always offers the chosen model too, whatever was typed.
	 */
	async searchModels(text: string): Promise<string[]> {
		const search = this.page.getByTestId('rlc-search');
		if (!(await search.isVisible())) await this.openModels();
		if ((await search.inputValue()) !== text) {
			const answered = await answerTo(
				this.page,
				(response) =>
					response.url().includes('/resource-locator-results') &&
					asText(asObject(response.request().postDataJSON())['filter']) === text,
				() => search.fill(text),
			);
			const answer = asObject(asObject(parseJson(await answered.text()))['data']);
			const [first] = Array.isArray(answer['results']) ? answer['results'] : [];
			if (first !== undefined) await this.listEntry(asText(asObject(first)['name'])).waitFor();
		}
		return this.page.getByTestId('rlc-item').allInnerTexts();
	}

	/** Finds a model by typing its name, chooses it, and waits for its form. */
	async chooseModel(name: string): Promise<void> {
		await this.searchModels(name);
		const shown = this.page.getByTestId('resource-locator-model').getByTestId('rlc-input');
		// n8n asks for the form a moment after the click, and only when it is another model.
		const isOther = (await shown.inputValue()) !== name;
		const choose = () => this.listEntry(name).click();
		if (isOther) await answerTo(this.page, isForm, choose);
		else await choose();
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

	/** Adds all optional parameters to the form of the model, if it has some. */
	async addAllParameters(): Promise<void> {
		if (!(await this.page.getByTestId('add-fields-select').isVisible())) return;
		const form = this.page.getByTestId('mapping-fields-container');
		await form.getByTestId('action-toggle').first().click();
		await this.page.getByTestId('action-addAllFields').filter({ visible: true }).click();
		await this.page.getByTestId('add-fields-select').waitFor({ state: 'detached' });
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
		return this.runEnded();
	}

	/**
	 * Clicks on "Execute step" in the open node and waits until the run has ended.
	 *
	 * @returns what n8n's message says.
	 */
	async executeStep(): Promise<string> {
		await this.page.getByTestId('node-execute-button').click();
		return this.runEnded();
	}

	/** Runs the nodes before the open one, so that its input panel has data. */
	async runPreviousNodes(): Promise<void> {
		await this.page.getByTestId('execute-previous-node').click();
		await this.inputField().first().waitFor();
	}

	/** Drags a field of the input panel into a field of the form. `path` as in `readForm`. */
	async dragInput(name: string, path: string): Promise<void> {
		const from = await box(this.inputField().getByText(name, { exact: true }).first());
		const to = await box(this.field(path));
		const { mouse } = this.page;
		await mouse.move(from.x + from.width / 2, from.y + from.height / 2);
		await mouse.down();
		// n8n takes a drag for one only after some moves.
		await mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 10 });
		await mouse.move(to.x + to.width / 2, to.y + to.height / 2 + 2, { steps: 3 });
		await mouse.up();
		await this.field(path).getByText('$json').first().waitFor();
		// n8n congratulates on the first field that somebody maps.
		await this.closeMessages();
	}

	/** What the open node's output panel says. */
	async outputText(): Promise<string> {
		return this.page.getByTestId('output-panel').innerText();
	}

	/** How often the mouse was pressed while `work` lasted, as the browser counts it. */
	async countClicks(work: () => Promise<void>): Promise<number> {
		const count = await this.page.evaluateHandle(() => {
			const presses = { number: 0 };
			window.addEventListener('pointerdown', () => (presses.number += 1), { capture: true });
			return presses;
		});
		await work();
		return count.evaluate(({ number }) => number);
	}

	private async closeMessages(): Promise<void> {
		const close = this.page.locator('.el-notification__closeBtn');
		while ((await close.count()) > 0) {
			await close.first().click();
			await this.page.waitForTimeout(CLOSING_MS);
		}
	}

	private async runEnded(): Promise<string> {
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
		const view = output.getByRole('button', { name: 'View' }).first();
		// A run in the open node ends with the files shown.
		if (!(await view.isVisible())) await output.getByTestId('radio-button-binary').click();
		await view.click();
		await output.locator('img').first().waitFor();
	}

	/** Saves a picture of the whole window. */
	async screenshot(path: string): Promise<void> {
		await this.page.screenshot({ path, animations: 'disabled' });
	}

	/** Saves a picture of the whole workflow on the canvas. */
	async screenshotCanvas(path: string): Promise<void> {
		await this.page.getByTestId('zoom-to-fit').click();
		await this.page.waitForTimeout(CLOSING_MS);
		const boxes = await Promise.all(
			(await this.page.getByTestId('canvas-node').or(this.page.getByTestId('sticky')).all()).map(
				box,
			),
		);
		const x = Math.min(...boxes.map((each) => each.x)) - MARGIN;
		const y = Math.min(...boxes.map((each) => each.y)) - MARGIN;
		const right = Math.max(...boxes.map((each) => each.x + each.width)) + MARGIN;
		const canvas = await box(this.page.getByTestId('canvas-wrapper'));
		const bottom = Math.min(
			Math.max(...boxes.map((each) => each.y + each.height)) + NAMES + MARGIN,
			canvas.y + canvas.height,
		);
		await this.page.screenshot({
			path,
			animations: 'disabled',
			clip: { x, y, width: right - x, height: bottom - y },
			// The line to the button that adds a node reaches beyond the picture.
			style:
				'[data-test-id=canvas-controls], [class*=executionButtons], [data-test-id*=handle-plus] { visibility: hidden }',
		});
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

	/** Saves a picture of the form of the open node, from its first field to the end of its inputs. */
	async screenshotForm(path: string): Promise<void> {
		const { x, width } = await box(this.page.getByTestId('node-parameters'));
		const { y } = await box(this.page.getByTestId('ndv-input-panel'));
		const inputs = await box(this.page.getByTestId('mapping-fields-container').first());
		await this.page.screenshot({
			path,
			animations: 'disabled',
			clip: { x, y, width, height: inputs.y + inputs.height + BELOW_FORM - y },
		});
	}

	private inputField(): Locator {
		return this.page.getByTestId('ndv-input-panel').getByTestId('run-data-schema-item');
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
