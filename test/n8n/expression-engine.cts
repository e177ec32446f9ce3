import { BINARY_MODE_SEPARATE, Expression } from 'n8n-workflow';
import { BINARY_MODE } from './binary-modes.cts';

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
	const shared = new Proxy(evaluator, {
		get: (target, name): unknown => {
			const own: unknown = Reflect.get(target, name);
			if (typeof own !== 'function') return own;
			if (name === 'release') return async () => await Promise.resolve();
			return (...given: unknown[]): unknown =>
				Reflect.apply(
					own,
					target,
					given.map((value) => (value instanceof Expression ? everybody : value)),
				);
		},
	});
	Reflect.set(Expression, 'vmEvaluator', shared);
}
