import { BINARY_MODE_SEPARATE, Expression } from 'n8n-workflow';
import { BINARY_MODE } from './binary-modes.cts';

// The test file before may have had another one.
Expression.setExpressionEngine('legacy');

let engine: Promise<void> | undefined;

/**
 * The engine that evaluates expressions. In combined mode n8n 2.x cannot evaluate all of them, which
 * only shows in an engine that is apart from n8n: here QuickJS, as the other one needs Node.js 24.
 */
export async function expressionEngine(): Promise<void> {
	engine ??= BINARY_MODE === BINARY_MODE_SEPARATE ? withoutEngine() : quickJs();
	await engine;
}

/** Puts away the engine of the test file before. */
async function withoutEngine(): Promise<void> {
	await Expression.disposeExpressionEngine();
	Expression.setExpressionEngine('legacy');
}

async function quickJs(): Promise<void> {
	await withoutEngine();
	await Expression.initExpressionEngine({
		engine: 'quickjs',
		poolSize: 1,
		lazyAcquire: true,
		maxCodeCacheSize: 1024,
		bridgeTimeout: 20_000,
		bridgeMemoryLimit: 128,
	});
	shareIsolate();
}

/**
 * Lets all executions evaluate in one isolate: n8n makes a new one for each, which takes a quarter of a
 * second and was most of the time that a test in combined mode took.
 *
 * @throws Error when n8n keeps its evaluator elsewhere.
 */
function shareIsolate(): void {
	const evaluator: unknown = Reflect.get(Expression, 'vmEvaluator');
	if (typeof evaluator !== 'object' || evaluator === null) {
		throw new Error('n8n has no evaluator of expressions there');
	}
	const everybody = new Expression('UTC');
	// Who has acquired it, and not given it back: the others get what n8n would give them.
	const holders = new Set<unknown>();
	const shared = new Proxy(evaluator, {
		get: (target, name): unknown => {
			const own: unknown = Reflect.get(target, name);
			if (typeof own !== 'function') return own;
			return (...given: unknown[]): unknown => {
				const [caller] = given.filter((value) => value instanceof Expression);
				if (name === 'release') return Promise.resolve(void holders.delete(caller));
				if (name === 'acquire') holders.add(caller);
				return Reflect.apply(
					own,
					target,
					given.map((value) => (holders.has(value) ? everybody : value)),
				);
			};
		},
	});
	Reflect.set(Expression, 'vmEvaluator', shared);
}
