import { RESOURCES } from '../../nodes/RunningHub/actions/resources';
import { plain, table } from './markdown.cts';
import { pageName } from './page-name.cts';

/** Every resource of the node with its operations and its page. */
export function resourceTable(): string {
	return table(
		['Resource', 'Operations'],
		RESOURCES.map(({ name, operations }) => [
			`[${plain(name)}](resources/${pageName(name)})`,
			operations.map((operation) => plain(operation.name)).join(', '),
		]),
	);
}
