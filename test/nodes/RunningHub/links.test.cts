import type { NodeParameterValueType } from 'n8n-workflow';
import { isJsonObject } from '../../../runninghub/json';
import { FILE_CODE } from '../../n8n/binary-modes.cts';
import { APP_IDS, WORKFLOW_IDS } from '../../simulator/fixtures.cts';
import { mp4File, pngFile } from '../../simulator/media-files.cts';
import type { LoggedRequest, RouteKind } from '../../simulator/simulator.cts';
import mediaValues from '../../cases/media-values.json';
import { onPublicStage, type PublicStage } from './public-names.cts';
import { filledIn, type NodeValues, pasted, type Rest } from './stage.cts';

type Value = NodeParameterValueType;
type Options = Record<string, NodeParameterValueType>;

const ON = { fetchPrivateLinks: true };
const UPLOADED = expect.stringMatching(/^openapi\/[0-9a-f]+\.png$/);
const UPLOADED_ADDRESS = expect.stringMatching(/^http.*\.png$/);

const model = (value: Value, options: Options = {}): NodeValues => ({
	operation: 'edit',
	model: 'rhart-image-n-pro/edit',
	form: { resolution: '1k', imageUrls: value },
	waitMode: 'submit',
	options,
});
const app = (value: Value, options: Options = {}): NodeValues => ({
	resource: 'aiApp',
	operation: 'run',
	fields: {
		aiApp: pasted(APP_IDS.allKinds, 'id'),
		appParameters: filledIn({ '39.image': value }),
		waitMode: 'submit',
		options,
	},
});
const workflow = (value: Value, options: Options = {}): NodeValues => ({
	resource: 'workflow',
	operation: 'run',
	fields: {
		workflow: pasted(WORKFLOW_IDS.imageToImage, 'id'),
		workflowParameters: filledIn({ '10.image': value }),
		waitMode: 'submit',
		options,
	},
});
const quickCreate = (value: Value, options: Options = {}): NodeValues => ({
	resource: 'quickCreate',
	operation: 'run',
	fields: {
		webappId: '1957346252562296834',
		quickCreateCode: '002',
		nodeInfoList: JSON.stringify([
			{ nodeId: '39', fieldName: 'image', fieldType: 'IMAGE', fieldValue: value },
		]),
		waitMode: 'submit',
		options,
	},
});
const fileUpload = (value: Value, options: Options = {}): NodeValues => ({
	resource: 'file',
	operation: 'upload',
	fields: { files: value, options },
});
const assetCreate = (value: Value, options: Options = {}): NodeValues => ({
	resource: 'asset',
	operation: 'create',
	fields: { assetFile: value, assetType: 'Image', assetName: 'Anna', assetGroup: 'n8n', options },
});

const TAKES_FILES = [
	['a model', model],
	['an AI app', app],
	['a workflow', workflow],
	['a Quick Create', quickCreate],
	['File → Upload', fileUpload],
	['Asset → Create', assetCreate],
] as const;

const RUNS: readonly RouteKind[] = [
	'submit',
	'appRun',
	'legacyAppRun',
	'workflowRun',
	'legacyWorkflowRun',
	'quickCreateRun',
];

/** Everything that was sent to RunningHub, but for questions. */
function sent({ simulator }: PublicStage): readonly LoggedRequest[] {
	return simulator.requestsOf('upload', 'legacyUpload', 'assetCreate', ...RUNS);
}

/** The values of the file's field in what was submitted. */
function sentFiles({ simulator }: PublicStage): unknown[] {
	return simulator.requestsOf(...RUNS).map(({ body }) => {
		const { imageUrls, nodeInfoList } = isJsonObject(body) ? body : {};
		const [first]: unknown[] = Array.isArray(nodeInfoList) ? nodeInfoList : [];
		return imageUrls ?? (isJsonObject(first) ? first.fieldValue : undefined);
	});
}

async function refusal(stage: PublicStage, values: NodeValues, rest?: Rest): Promise<string> {
	const { error } = await stage.run(values, rest);
	expect(sent(stage)).toEqual([]);
	return `${error?.message} ${error?.description}`;
}

function png(stage: PublicStage, address: string, contentType = 'image/png'): string {
	stage.serve(address, (response) => {
		response.writeHead(200, { 'content-type': contentType }).end(pngFile(3).bytes);
	});
	return address;
}

function page(stage: PublicStage, address: string): string {
	stage.serve(address, (response) => {
		response
			.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
			.end('<!DOCTYPE html><html><title>Sign in</title></html>');
	});
	return address;
}

function redirect(stage: PublicStage, address: string, location: string): string {
	stage.serve(address, (response) => {
		response.writeHead(302, { location }).end();
	});
	return address;
}

describe('a link that serves a web page', () => {
	it.each(TAKES_FILES)('is refused by name for %s, and nothing is sent', async (_to, values) => {
		await onPublicStage(async (stage) => {
			const link = page(stage, 'http://share.example.com/file/d/ID/view');
			expect(await refusal(stage, values(`${link}?usp=secret`))).toMatch(
				/(Images|Photo|image|Files|File).*: http:\/\/share\.example\.com\/file\/d\/ID\/view is a web page, not an? (image|file)/,
			);
		});
	});

	it('is known by its bytes, whatever its server calls it', async () => {
		await onPublicStage(async (stage) => {
			stage.serve('http://share.example.com/a', (response) => {
				response.writeHead(200, { 'content-type': 'image/png' }).end('\n<html><body>Sign in');
			});
			expect(await refusal(stage, model('http://share.example.com/a'))).toContain('is a web page');
		});
	});
});

describe('a link for a model', () => {
	it('without a fitting ending is looked at once, without the key, and goes as it is', async () => {
		await onPublicStage(async (stage) => {
			const link = png(stage, 'http://files.example.com/photo', 'application/octet-stream');
			const { error } = await stage.run(model(`${link}?id=1`), {
				items: [{ json: {} }, { json: {} }, { json: {} }],
			});
			expect(error).toBeUndefined();
			expect(sentFiles(stage)).toEqual(Array(3).fill([`${link}?id=1`]));
			expect(stage.simulator.requestsOf('upload')).toEqual([]);
			expect(stage.opened.map(({ path, headers }) => [path, headers.range])).toEqual([
				['/photo?id=1', 'bytes=0-4095'],
			]);
			expect(stage.opened[0]?.headers.authorization).toBeUndefined();
		});
	});

	it('is left after its first bytes by a server that never ends', async () => {
		await onPublicStage(async (stage) => {
			stage.serve('http://files.example.com/endless', (response) => {
				response.writeHead(200, { 'content-type': 'image/png' });
				response.write(pngFile(3).bytes);
				response.write(Buffer.alloc(8192));
			});
			const { error } = await stage.run(model('http://files.example.com/endless'));
			expect(error).toBeUndefined();
			await stage.opened[0]?.closed;
			expect(sentFiles(stage)).toEqual([['http://files.example.com/endless']]);
		});
	});

	it('to another kind of file is refused by name', async () => {
		await onPublicStage(async (stage) => {
			stage.serve('http://files.example.com/clip', (response) => {
				response.writeHead(200, { 'content-type': 'image/png' }).end(mp4File().bytes);
			});
			expect(await refusal(stage, model('http://files.example.com/clip'))).toContain(
				'http://files.example.com/clip is a mp4 file. Allowed: jpg, png.',
			);
		});
	});

	it('that n8n cannot open goes as it is, with a hint', async () => {
		await onPublicStage(async (stage) => {
			const { error, run } = await stage.run(model('http://files.example.com/gone?token=secret'));
			expect(error).toBeUndefined();
			expect(sentFiles(stage)).toEqual([['http://files.example.com/gone?token=secret']]);
			const hints = JSON.stringify(run.data.resultData.runData.RunningHub?.[0]?.hints);
			expect(hints).toMatch(/could not look at http:\/\/files\.example\.com\/gone .*HTTP 404/);
			expect(hints).not.toContain('secret');
		});
	});

	it.each([
		'http://files.example.com/a.png?sig=1',
		'https://rh-images-1252422369.cos.ap-beijing.myqcloud.com/u/output/1',
		'https://www.runninghub.cn/view/1',
		'http://api.site.example/output/1',
		'asset://asset-1',
	])('goes unseen: %s', async (link) => {
		await onPublicStage(async (stage) => {
			const { error } = await stage.run(model(link));
			expect(error).toBeUndefined();
			expect(sentFiles(stage)).toEqual([[link]]);
			expect(stage.opened).toEqual([]);
		});
	});
});

describe('a file behind a link for an AI app', () => {
	it('is named after what it is', async () => {
		await onPublicStage(async (stage) => {
			const link = png(stage, 'http://files.example.com/get.php', 'application/octet-stream');
			const { error } = await stage.run(app(link));
			expect(error).toBeUndefined();
			expect(sentFiles(stage)).toEqual([UPLOADED]);
			expect(stage.opened[0]?.headers.authorization).toBeUndefined();
		});
	});

	it.each<[string, string, string | Buffer, RegExp]>([
		['another kind', 'image/png', mp4File().bytes, /Photo.*is a mp4 file\. Allowed: image/],
		['an error as JSON', 'application/json', '{"error":1}', /Photo.*is a json file/],
		['bytes that say nothing', '', Buffer.from([1, 2, 3]), /Photo.*type that is not known/],
	])('is not sent on when it is %s', async (_what, type, content, problem) => {
		await onPublicStage(async (stage) => {
			stage.serve('http://files.example.com/x', (response) => {
				response.writeHead(200, type === '' ? {} : { 'content-type': type }).end(content);
			});
			expect(await refusal(stage, app('http://files.example.com/x'))).toMatch(problem);
		});
	});
});

describe('a link into the own network', () => {
	it.each(TAKES_FILES)('is refused by name for %s, with the way out', async (_to, values) => {
		await onPublicStage(async (stage) => {
			const link = 'http://user:word@minio:9000/bucket/a.png?X-Amz-Signature=secret';
			const text = await refusal(stage, values(link));
			expect(text).toMatch(/http:\/\/minio:9000\/bucket\/a\.png .*Fetch Private Links/);
			expect(text).not.toMatch(/secret|word/);
			expect(stage.opened).toEqual([]);
		});
	});

	it.each(TAKES_FILES)(
		'is fetched and uploaded for %s where that is allowed',
		async (_to, values) => {
			await onPublicStage(async (stage) => {
				const link = png(stage, 'http://minio:9000/bucket/a.png');
				const { error } = await stage.run(values(link, ON));
				expect(error).toBeUndefined();
				expect(stage.simulator.requestsOf('upload')).toHaveLength(1);
				const [file] = sentFiles(stage);
				if (values === model) expect(file).toEqual([UPLOADED_ADDRESS]);
				else if (file !== undefined) expect(file).toEqual(UPLOADED);
				expect(JSON.stringify(sent(stage))).not.toContain('minio');
			});
		},
	);

	it.each(TAKES_FILES)(
		'is not sent on for %s when it is no file of the kind',
		async (_to, values) => {
			await onPublicStage(async (stage) => {
				stage.serve('http://admin.internal/', (response) => {
					response.writeHead(200, { 'content-type': 'application/json' }).end('{"secret":1}');
				});
				expect(await refusal(stage, values('http://admin.internal/', ON))).toContain('json file');
			});
		},
	);

	it.each([
		['a name', 'http://localhost/a.png'],
		['a number', 'http://192.168.1.9/a.png'],
		['a number in disguise', 'http://3232235785/a.png'],
		['a name of the own network', 'http://nas.local/a.png'],
	])('is refused as %s', async (_as, link) => {
		await onPublicStage(async (stage) => {
			expect(await refusal(stage, model(link))).toContain('private network');
			expect(await refusal(stage, app(link))).toContain('private network');
			expect(stage.opened).toEqual([]);
		});
	});

	it('is found behind a redirect', async () => {
		await onPublicStage(async (stage) => {
			const inside = png(stage, 'http://192.168.1.9/a.png');
			const link = redirect(stage, 'http://share.example.com/s', inside);
			const away = /http:\/\/share\.example\.com\/s leads to 192\.168\.1\.9, in a private network/;
			expect(await refusal(stage, model(link))).toMatch(away);
			expect(await refusal(stage, app(link))).toMatch(away);
			expect(stage.opened.map(({ host }) => host)).toEqual(Array(2).fill('share.example.com'));
			await stage.run(model(link, ON));
			expect(sentFiles(stage)).toEqual([[UPLOADED_ADDRESS]]);
		});
	});

	it('is found behind a public name', async () => {
		await onPublicStage(async (stage) => {
			png(stage, 'http://inside.example.com/photo');
			const link = 'http://inside.example.com/photo';
			expect(await refusal(stage, model(link))).toContain('private network');
			expect(await refusal(stage, app(link))).toContain('private network');
			expect(stage.opened).toEqual([]);
		});
	});

	it('is asked for with true or false only', async () => {
		await onPublicStage(async (stage) => {
			const text = await refusal(
				stage,
				model('http://minio/a.png', { fetchPrivateLinks: '={{ ["x"] }}' }),
			);
			expect(text).toContain(
				'Fetch Private Links: ["x"] (a list) is not allowed. Allowed: true or false.',
			);
		});
	});
});

describe('a link to a cloud’s own services', () => {
	it.each([
		'http://169.254.169.254/latest/meta-data/a.png',
		'http://[::ffff:a9fe:a9fe]/a.png',
		'http://metadata.google.internal/a.png',
		'http://100.100.100.200/a.png',
	])('is never opened or sent: %s', async (link) => {
		await onPublicStage(async (stage) => {
			for (const values of [model, app, fileUpload]) {
				expect(await refusal(stage, values(link, ON))).toContain('never opened or sent');
			}
			expect(stage.opened).toEqual([]);
		});
	});

	it.each(['http://169.254.169.254/a.png', 'http://cloud.example.com/a.png'])(
		'is not followed to %s',
		async (target) => {
			await onPublicStage(async (stage) => {
				const link = redirect(stage, 'http://share.example.com/s', target);
				expect(await refusal(stage, model(link, ON))).toContain('never opened or sent');
				expect(await refusal(stage, app(link, ON))).toContain('never opened or sent');
				expect(stage.opened.map(({ host }) => host)).toEqual(Array(2).fill('share.example.com'));
			});
		},
	);
});

describe('what other nodes hand on', () => {
	const EXPRESSIONS: Readonly<Record<string, string>> = {
		Attachments: '={{ $json.Attachments }}',
		files: '={{ $json.files }}',
		urls: '={{ $json.urls }}',
		image: '={{ $json.image }}',
	};

	it.each(mediaValues.map((each, place) => [place, each.of, each.json] as const))(
		'case %i, %s, comes out right',
		async (_place, _of, json) => {
			await onPublicStage(async (stage) => {
				page(stage, 'http://drive.google.com/file/d/ID/view');
				const [name = ''] = Object.keys(json);
				const text = JSON.stringify(json);
				// The proxy of the test speaks http.
				const item = JSON.parse(text.replace('https://drive', 'http://drive'));
				const values = model(EXPRESSIONS[name] ?? '');
				const rest = { items: [{ json: item }] };
				if (text.includes('minio')) {
					expect(await refusal(stage, values, rest)).toContain('Fetch Private Links');
				} else if (text.includes('drive')) {
					expect(await refusal(stage, values, rest)).toContain('is a web page');
				} else {
					const { error } = await stage.run(values, rest);
					expect(error).toBeUndefined();
					expect(sentFiles(stage)).toEqual([text.match(/https:[^";) ]+\.png/g)]);
				}
			});
		},
	);
});

/** An item with one file, as a store that knows no types hands it on. */
function untyped(content: Buffer | string, fileName?: string): Rest {
	const data = {
		mimeType: 'application/octet-stream',
		data: Buffer.from(content).toString('base64'),
		...(fileName !== undefined && { fileName }),
	};
	return { items: [{ json: {}, binary: { data } }] };
}

describe('a file of unknown type', () => {
	it.each([
		['without a name', undefined],
		['with an ending that means nothing', 'file_12.bin'],
		['with a wrong ending', 'photo.jpg'],
		['with a key for a name', 'uploads.2026/photo'],
	])('%s is uploaded under the right ending', async (_how, name) => {
		await onPublicStage(async (stage) => {
			const rest = untyped(pngFile(4).bytes, name);
			expect((await stage.run(app('data'), rest)).error).toBeUndefined();
			expect((await stage.run(model('data'), rest)).error).toBeUndefined();
			expect(sentFiles(stage)).toEqual([UPLOADED, [UPLOADED_ADDRESS]]);
		});
	});

	it.each<[string, Buffer | string, string | undefined, RegExp]>([
		[
			'a film',
			mp4File().bytes,
			'photo.png',
			/Binary field "data" is a mp4 file\. Allowed: jpg, png/,
		],
		['a web page', '<html>', undefined, /Binary field "data" is a web page, not an image/],
	])('that is %s is refused by the name of its field', async (_what, content, name, problem) => {
		await onPublicStage(async (stage) => {
			expect(await refusal(stage, model('data'), untyped(content, name))).toMatch(problem);
		});
	});

	it('may be the object that an expression gives', async () => {
		await onPublicStage(async (stage) => {
			const { error } = await stage.run(
				model(`={{ ${FILE_CODE} }}`),
				untyped(pngFile(4).bytes, 'photo'),
			);
			expect(error).toBeUndefined();
			expect(sentFiles(stage)).toEqual([[UPLOADED_ADDRESS]]);
		});
	});
});

describe('names of files at RunningHub', () => {
	it.each(['a293b588ff06.jpg', 'example.png', 'portrait-sample.png'])(
		'pass as they are: %s',
		async (name) => {
			await onPublicStage(async (stage) => {
				for (const values of [app, workflow, quickCreate]) await stage.run(values(name));
				expect(sentFiles(stage)).toEqual([name, name, name]);
				expect(stage.simulator.requestsOf('upload')).toEqual([]);
			});
		},
	);

	it('mean nothing to a model', async () => {
		await onPublicStage(async (stage) => {
			expect(await refusal(stage, model('example.png'))).toMatch(
				/"example\.png" is not a file.*no binary fields/,
			);
		});
	});
});
