import { getAccount } from '../../../runninghub/api/account';
import { Once } from '../../../runninghub/concurrency/once';
import { RunningHubError } from '../../../runninghub/errors/runninghub-error';
import type { Connection } from './n8n-transport';

/** By site and key, for all executions of this process. */
const told = new Once<string>();

/**
 * The currency of the amounts that RunningHub names: that of the site, or with a base URL of the
 * user's own that of the account, which is asked for once per process and key. Never fails.
 *
 * @returns `USD`, `CNY`, or '' where the account does not tell: those of consumer keys do not
 * (docs/runninghub-api.md, section 6.1).
 */
export async function accountCurrency({
	currency,
	keyId,
	transport,
}: Pick<Connection, 'currency' | 'keyId' | 'transport'>): Promise<string> {
	if (currency !== '') return currency;
	const asked = told.get(
		keyId,
		async () =>
			await getAccount(transport).then(
				(account) => account.currency,
				(error: unknown) => {
					// What passes is worth another question later, a refusal is not.
					if (error instanceof RunningHubError && error.facts.temporary === true) throw error;
					return '';
				},
			),
	);
	return await asked.catch(() => '');
}
