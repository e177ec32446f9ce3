/** Name of the page about a resource: "AI App" has `ai-app.md`. */
export function pageName(resourceName: string): string {
	return `${resourceName.toLowerCase().replaceAll(' ', '-')}.md`;
}
