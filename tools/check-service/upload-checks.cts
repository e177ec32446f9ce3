import axios from 'axios';
import { asText } from '../../runninghub/json';
import { judged, type Check } from './check.cts';
import { dataIn, type Visit } from './visit.cts';
import { told } from './words.cts';

const TIMEOUT = 60_000;

/** A file's length, fetched without the key; or why it could not be fetched. */
export async function fetchedLength(address: string): Promise<number | string> {
	try {
		const { status, data } = await axios.get<ArrayBuffer>(address, {
			responseType: 'arraybuffer',
			timeout: TIMEOUT,
			validateStatus: () => true,
		});
		return status === 200 ? data.byteLength : `HTTP ${status}`;
	} catch {
		return 'no answer';
	}
}

/** Uploads of a small picture, newer and older, and the link to it (docs, sections 5 and 9). */
export function uploadChecks(visit: Visit): Check[] {
	return [
		{
			section: '5.1',
			statement: 'An upload names the file and gives a link to it',
			expected: 'fileName: openapi/….png, download_url: a link',
			look: async () => {
				const answer = await visit.upload();
				const { fileName, download_url: link } = dataIn(answer);
				const isNamed = /^openapi\/[^/]+\.png$/.test(asText(fileName));
				const isLinked = /^https?:\/\//.test(asText(link));
				return judged(
					isNamed && isLinked,
					answer.ok
						? `fileName: ${isNamed ? 'openapi/….png' : 'another'}, download_url: ${isLinked ? 'a link' : 'none'}`
						: told(answer),
				);
			},
		},
		{
			section: '5.1',
			statement: 'An upload tells the type of the file, and its size as text',
			expected: 'type: image, size: text',
			look: async () => {
				const answer = await visit.upload();
				const { type, size } = dataIn(answer);
				const isUsual = type === 'image' && size === String(visit.picture.bytes);
				const seen = `type: ${asText(type) || 'none'}, size: ${size === String(visit.picture.bytes) ? 'text' : `${typeof size}, or another size`}`;
				return judged(isUsual, answer.ok ? seen : told(answer));
			},
		},
		{
			section: '9',
			statement: 'The link to an uploaded file works without the key',
			expected: 'the whole file',
			look: async () => {
				const length = await fetchedLength(await visit.pictureAddress());
				const isWhole = length === visit.picture.bytes;
				return judged(isWhole, isWhole ? 'the whole file' : `${length}`);
			},
		},
		{
			section: '5.2',
			statement: 'The older upload names the file and gives no link',
			expected: 'fileName: api/….png, download_url: none',
			look: async () => {
				const answer = await visit.ask({
					method: 'POST',
					path: '/task/openapi/upload',
					upload: { fields: { fileType: 'input' }, file: visit.picture },
					keyField: 'apiKey',
				});
				const { fileName, download_url: link } = dataIn(answer);
				const isNamed = /^api\/[^/]+\.png$/.test(asText(fileName));
				const isLinked = asText(link) !== '';
				return judged(
					isNamed && !isLinked,
					answer.ok
						? `fileName: ${isNamed ? 'api/….png' : 'another'}, download_url: ${isLinked ? 'a link' : 'none'}`
						: told(answer),
				);
			},
		},
	];
}
