const Sequencer = require('@jest/test-sequencer').default;

const LONGEST = [/form-field-values\.test/, /RunningHub\/field-values\.test/, /faults\.test/];

/** Starts the longest files first, so that none of them is left when the others have ended. */
module.exports = class LongestFirst extends Sequencer {
	sort(tests) {
		const place = ({ path }) => {
			const found = LONGEST.findIndex((pattern) => pattern.test(path));
			return found < 0 ? LONGEST.length : found;
		};
		return [...super.sort(tests)].sort((left, right) => place(left) - place(right));
	}
};
