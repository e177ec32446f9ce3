import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Editor } from '../editor/editor.cts';
import { WORK_FOLDER } from '../project.cts';
import type { Stage } from './stage.cts';

const SCREENSHOTS = join(WORK_FOLDER, 'screenshots');

/** The editor of the stage's n8n, with somebody in it who takes pictures. */
export interface EditorStage extends Stage {
	readonly editor: Editor;
	/** Saves a picture of the window to `.n8n/screenshots/`. */
	picture(name: string): Promise<void>;
}

/**
 * Opens the editor and logs in.
 *
 * @throws NoChromium when there is no browser and none could be installed.
 */
export async function openEditor(stage: Stage): Promise<EditorStage> {
	await rm(SCREENSHOTS, { recursive: true, force: true });
	await mkdir(SCREENSHOTS, { recursive: true });
	const editor = await Editor.open(stage.url);
	await editor.logIn();
	return {
		...stage,
		editor,
		picture: (name) => editor.screenshot(join(SCREENSHOTS, `${name}.png`)),
		close: () => editor.close(),
	};
}
