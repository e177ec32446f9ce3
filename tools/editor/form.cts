/** One field of a node's form, as the editor shows it. */
export interface FormEntry {
	/** Where the value is in the node: `prompt`, or `parameters.value["resolution"]` for a model's own. */
	readonly path: string;
	readonly label: string;
	/** What a person reads there; 'true' or 'false' for a switch. */
	readonly value: string;
	/** Whether the editor marks it as wrong or missing. */
	readonly hasIssues: boolean;
}

/**
 * Reads the visible fields under an element of n8n's editor. Runs inside the browser: it can use
 * nothing but its argument.
 */
export function readForm(form: Element): FormEntry[] {
	return Array.from(form.querySelectorAll('[data-parameter-path]')).flatMap((field) => {
		// The fields of the Settings tab are there too, hidden.
		if (!(field instanceof HTMLElement) || field.offsetParent === null) return [];
		const item = field.closest('.parameter-item');
		const label = item?.querySelector('.n8n-input-label .n8n-text')?.textContent ?? '';
		const input =
			field.querySelector('[data-test-id=rlc-input]') ??
			field.querySelector('.cm-content, textarea, input');
		let value = input?.textContent ?? '';
		if (input instanceof HTMLTextAreaElement) value = input.value;
		if (input instanceof HTMLInputElement) {
			value = input.type === 'checkbox' ? String(input.checked) : input.value;
		}
		return [
			{
				path: (field.dataset['parameterPath'] ?? '').replace(/^parameters\./, ''),
				label: label.trim(),
				value,
				hasIssues: item?.querySelector('[data-test-id=parameter-issues]') !== null,
			},
		];
	});
}
