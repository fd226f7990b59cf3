/** Writes what pictures say about their colours in numbers, without changing their pixels. */

import { crc32 } from 'node:zlib';

const AFTER_HEADER = 8 + 25;
const HUNDRED_THOUSAND = 100_000;

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([u32(data.length), body, u32(crc32(body))]);
}

export const cicp = (primaries: number, transfer: number, matrix = 0, range = 1) =>
  chunk('cICP', Buffer.from([primaries, transfer, matrix, range]));
export const gama = (gamma: number) => chunk('gAMA', u32(Math.round(gamma * HUNDRED_THOUSAND)));
/** White, red, green and blue, x and y each. */
export const chrm = (...values: number[]) =>
  chunk('cHRM', Buffer.concat(values.map((value) => u32(Math.round(value * HUNDRED_THOUSAND)))));
export const srgb = () => chunk('sRGB', Buffer.from([0]));

/** The PNG with these chunks before its others. */
export function withPngChunks(png: Buffer, ...chunks: Buffer[]): Buffer {
  return Buffer.concat([png.subarray(0, AFTER_HEADER), ...chunks, png.subarray(AFTER_HEADER)]);
}

/** Offset and size of the first box of a type between two offsets. */
function boxIn(file: Buffer, type: string, from: number, to: number): { start: number; end: number } {
  for (let start = from; start + 8 <= to; start += file.readUInt32BE(start)) {
    if (file.toString('latin1', start + 4, start + 8) === type) return { start, end: start + file.readUInt32BE(start) };
  }
  throw new Error(`no box ${type}`);
}

/** The AVIF, which has no box `colr`, with one that holds these code points. */
export function withAvifColor(avif: Buffer, primaries: number, transfer: number): Buffer {
  const meta = boxIn(avif, 'meta', 0, avif.length);
  const iloc = boxIn(avif, 'iloc', meta.start + 12, meta.end);
  const iprp = boxIn(avif, 'iprp', meta.start + 12, meta.end);
  const ipco = boxIn(avif, 'ipco', iprp.start + 8, iprp.end);
  const ipma = boxIn(avif, 'ipma', iprp.start + 8, iprp.end);
  let properties = 0;
  for (let at = ipco.start + 8; at < ipco.end; at += avif.readUInt32BE(at)) properties++;

  const color = Buffer.alloc(19);
  color.writeUInt32BE(color.length);
  color.write('colrnclx', 4, 'latin1');
  color.writeUInt16BE(primaries, 12);
  color.writeUInt16BE(transfer, 14);
  color.writeUInt16BE(6, 16);
  color[18] = 0x80;

  const file = Buffer.from(avif);
  const growth = color.length + 1;
  for (const [box, by] of [
    [meta, growth],
    [iprp, growth],
    [ipco, color.length],
    [ipma, 1],
  ] as const) {
    file.writeUInt32BE(avif.readUInt32BE(box.start) + by, box.start);
  }
  // The first item is the picture; its one-byte indexes of properties follow its id and their number.
  const count = ipma.start + 8 + 4 + 4 + 2;
  file[count] = (avif[count] ?? 0) + 1;
  moveItems(file, iloc.start, growth);
  const afterCount = count + 1;
  return Buffer.concat([
    file.subarray(0, ipco.end),
    color,
    file.subarray(ipco.end, afterCount),
    Buffer.from([properties + 1]),
    file.subarray(afterCount),
  ]);
}

/** Adds `by` to the offsets of all items, which have four bytes and one extent each. */
function moveItems(file: Buffer, iloc: number, by: number): void {
  const version = file[iloc + 8];
  if (version !== 0 || file[iloc + 12] !== 0x44) throw new Error('another kind of iloc');
  const baseSize = (file[iloc + 13] ?? 0) >> 4;
  const items = file.readUInt16BE(iloc + 14);
  let at = iloc + 16;
  for (let item = 0; item < items; item++) {
    at += 4 + baseSize + 2;
    file.writeUInt32BE(file.readUInt32BE(at) + by, at);
    at += 8;
  }
}

/** An ICC profile for grey pictures in which a value is the light of `value ** gamma`. */
export function greyProfile(gamma: number): Buffer {
  const xyz = Buffer.concat([
    Buffer.from('XYZ \0\0\0\0', 'latin1'),
    ...[0.9642, 1, 0.8249].map((v) => u32(v * 65_536)),
  ]);
  const curve = Buffer.concat([
    Buffer.from('curv\0\0\0\0', 'latin1'),
    u32(1),
    Buffer.from([Math.floor(gamma), Math.round((gamma % 1) * 256), 0, 0]),
  ]);
  const text = Buffer.concat([Buffer.from('desc\0\0\0\0', 'latin1'), u32(5), Buffer.from('test\0'), Buffer.alloc(79)]);
  const tags: [string, Buffer][] = [
    ['desc', text],
    ['wtpt', xyz],
    ['kTRC', curve],
  ];
  let offset = 128 + 4 + tags.length * 12;
  const table = [u32(tags.length)];
  for (const [name, data] of tags) {
    table.push(Buffer.from(name), u32(offset), u32(data.length));
    offset += data.length;
  }
  const header = Buffer.alloc(128);
  header.writeUInt32BE(offset, 0);
  header.writeUInt32BE(0x02400000, 8);
  header.write('mntrGRAYXYZ ', 12, 'latin1');
  header.write('acsp', 36, 'latin1');
  for (const [at, value] of [0.9642, 1, 0.8249].entries()) header.writeInt32BE(Math.round(value * 65_536), 68 + at * 4);
  return Buffer.concat([header, ...table, ...tags.map(([, data]) => data)]);
}
