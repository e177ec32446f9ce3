// A simulator in a process of its own, so that its memory and its work are not measured. Tells its
// address, and then, whenever asked, the size of the last upload.
import { asNumber, asObject } from '../../runninghub/json';
import { createSimulator } from '../../test/simulator/simulator.cts';
import type { SimulatorReport } from './simulator-message.cts';

const simulator = createSimulator();

function tell(report: SimulatorReport): void {
	process.send?.(report);
}

function bytesOfLastUpload(): number {
	const { files } = asObject(simulator.requestsOf('upload').at(-1)?.body);
	return Array.isArray(files) ? (asNumber(asObject(files[0]).bytes) ?? 0) : 0;
}

process.on('message', () => tell({ uploaded: bytesOfLastUpload() }));
// Ends with the program that started it, however that is left.
process.once('disconnect', () => process.exit(0));

simulator.listen().then(
	(baseUrl) => tell({ baseUrl }),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
