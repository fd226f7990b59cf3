import { expect, test } from 'vitest';
import { pictureType } from '#lib/media/picture-type.ts';

const latin = (text: string) => Buffer.from(text, 'latin1');
const ftyp = (major: string, ...compatible: string[]) => {
  const brands = compatible.join('');
  const size = Buffer.alloc(4);
  size.writeUInt32BE(16 + brands.length);
  return Buffer.concat([size, latin(`ftyp${major}\0\0\0\0${brands}`), latin('\0\0\0\x0cmetaavif')]);
};

test.each([
  ['JPEG', latin('\xff\xd8\xff\xe0'), 'jpeg'],
  ['PNG', latin('\x89PNG\r\n\x1a\n\0\0'), 'png'],
  ['WebP', latin('RIFF\x10\0\0\0WEBPVP8X'), 'webp'],
  ['AVIF', ftyp('avif', 'mif1', 'miaf'), 'avif'],
  ['AVIF sequence', ftyp('avis', 'msf1'), 'avif'],
  ['AVIF with the general brand first', ftyp('mif1', 'miaf', 'avif'), 'avif'],
  ['HEIC', ftyp('heic', 'mif1', 'heic'), null],
  ['HEIC whose version field spells “avif”', Buffer.concat([latin('\0\0\0\x14ftypheicavifmif1')]), null],
  ['MP4', ftyp('isom', 'iso2', 'mp41'), null],
  ['GIF', latin('GIF89a'), null],
  ['SVG', latin('<svg xmlns="http://www.w3.org/2000/svg"/>'), null],
  ['TIFF', latin('II*\0'), null],
  ['BMP', latin('BM\0\0'), null],
  ['WAV', latin('RIFF\x10\0\0\0WAVEfmt '), null],
  ['a picture after other bytes', latin(' \x89PNG\r\n\x1a\n'), null],
  ['half a signature', latin('\x89PNG'), null],
  ['an empty file', Buffer.alloc(0), null],
])('detects the type of %s', (_name, bytes, type) => {
  expect(pictureType(bytes)).toBe(type);
});

test('reads only the bytes of a view, not the buffer around it', () => {
  const whole = Buffer.concat([latin('GIF89a'), latin('\xff\xd8\xff\xe0')]);
  expect(pictureType(whole.subarray(0, 6))).toBeNull();
  expect(pictureType(whole.subarray(6))).toBe('jpeg');
});
