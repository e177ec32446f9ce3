/** Advice to pay for something that is, or may be, paid for. */
export const BUYS_TWICE =
	/\b(again|anew|once more|rerun|re-run)\b|run the workflow|start the workflow|Retry On Fail/i;
