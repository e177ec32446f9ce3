import { formatOfContent } from '../../runninghub/file-signature';
import { glbFile, mp3File, mp4File, pngFile, wavFile } from '../simulator/media-files.cts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const box = (brand: string) => latin1(`\0\0\0\x18ftyp${brand}\0\0\0\0`);

describe('the first bytes of a file', () => {
	it.each<[string, Buffer]>([
		['png', pngFile(1).bytes],
		['wav', wavFile(1).bytes],
		['glb', glbFile().bytes],
		['mp4', mp4File().bytes],
		['mp3', mp3File().bytes],
		['mp3', latin1('\xff\xfb\x90\x64\0\0')],
		['mp3', latin1('ID3\x04\0')],
		['aac', latin1('\xff\xf1\x50\x80')],
		['jpg', latin1('\xff\xd8\xff\xe0\0\x10JFIF')],
		['gif', latin1('GIF89a\x01\0')],
		['webp', latin1('RIFF\x10\0\0\0WEBPVP8 ')],
		['avi', latin1('RIFF\x10\0\0\0AVI LIST')],
		['bmp', latin1('BM\x10\x20\0\0\0\0\0\0\x36\0')],
		['tiff', latin1('II*\0\x08\0')],
		['tiff', latin1('MM\0*\0\0')],
		['avif', box('avif')],
		['heic', box('heic')],
		['mov', box('qt  ')],
		['m4a', box('M4A ')],
		['mp4', box('isom')],
		['mov', latin1('\0\0\0\x08wide\0\0\0\0mdat')],
		['webm', latin1('\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm')],
		['mkv', latin1('\x1a\x45\xdf\xa3\xa3\x42\x82\x88matroska')],
		['flac', latin1('fLaC\0\0')],
		['ogg', latin1('OggS\0\x02')],
		['zip', latin1('PK\x03\x04\x14\0')],
		['pdf', latin1('%PDF-1.7\n')],
		['html', Buffer.from('\ufeff\n <!DOCTYPE html><html lang="en">')],
		['html', Buffer.from('<!-- a page --><HTML>')],
		['html', Buffer.from('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">')],
		['html', latin1('<html><title>\xd6\xd0\xce\xc4</title>')],
		['svg', Buffer.from('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg">')],
		['svg', Buffer.from('<svg viewBox="0 0 1 1"/>')],
		['xml', Buffer.from('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>')],
		['json', Buffer.from('{"error":"not found"}')],
		['obj', Buffer.from('# a cube\nmtllib cube.mtl\nv 0 0 0\n')],
		['stl', Buffer.from('solid cube\nfacet normal 0 0 0')],
		['txt', Buffer.from('Not found')],
	])('tell %s', (format, bytes) => {
		expect(formatOfContent(bytes)).toBe(format);
	});

	it('tell text that is cut off within a character', () => {
		expect(formatOfContent(Buffer.from('文').subarray(0, 2))).toBe('txt');
	});

	it.each<[string, Buffer]>([
		['nothing', Buffer.alloc(0)],
		['bytes of any kind', latin1('\x01\x02\x03\x04\x05\x06\x07\x08')],
		['tensors', latin1('\x40\0\0\0\0\0\0\0{"__metadata__":{}}')],
	])('tell nothing of %s', (_of, bytes) => {
		expect(formatOfContent(bytes)).toBeUndefined();
	});
});
