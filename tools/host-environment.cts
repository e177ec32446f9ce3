const FROM_HOST =
	/^(path|home|user|userprofile|appdata|localappdata|systemroot|comspec|temp|tmp|tmpdir|lang|lc_.*|tz|node_extra_ca_certs|ssl_cert_.*|https?_proxy|all_proxy|no_proxy)$/i;

/**
 * What a program needs from the host, and nothing else: settings of the user's own n8n and the
 * RunningHub key stay outside. Nothing on this machine goes through the host's proxy.
 */
export function hostEnvironment(): NodeJS.ProcessEnv {
	const env = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => FROM_HOST.test(name)),
	);
	const direct = [env['NO_PROXY'] ?? env['no_proxy'], '127.0.0.1', 'localhost'];
	const noProxy = direct.filter((host) => host !== undefined && host !== '').join(',');
	return { ...env, NO_PROXY: noProxy, no_proxy: noProxy };
}
