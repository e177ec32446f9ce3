declare module '@n8n/scan-community-package/scanner/scanner.mjs' {
	import type { Linter } from 'eslint';

	/** The ESLint configuration that n8n's scan uses. */
	export function buildScanConfig(): Promise<Linter.Config[]>;
}
