import type { Locator } from 'playwright-core';

/** The texts of those elements that the editor does not show whole. */
export function cutOffTexts(elements: Locator): Promise<string[]> {
	// Runs inside the browser.
	return elements.evaluateAll((found) =>
		found.flatMap((element) => {
			const boxes = [element, ...Array.from(element.querySelectorAll('*'))];
			const isCut = boxes.some(
				(box) => box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX !== 'visible',
			);
			return isCut ? [(element.textContent ?? '').trim()] : [];
		}),
	);
}
