// A hook for Node's module loader: JSON may be imported without saying that it is JSON, as it may
// in the compiled package.
export async function load(url, context, nextLoad) {
	if (!url.endsWith('.json')) return await nextLoad(url, context);
	return await nextLoad(url, { ...context, importAttributes: { type: 'json' } });
}
