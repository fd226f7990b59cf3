import { type Cicp, colorOfCicp, type SourceColor } from '#lib/domain/pictures/cicp.ts';
import { sequenceHeaderColor } from './av1-sequence-header.ts';
import { type Box, boxesIn, findBox } from './boxes.ts';

/** Version and flags of a full box. */
const FULL = 4;
const UNSPECIFIED = 2;

/**
 * What an AVIF says about its colours: an embedded profile, else the code points of its box `colr`, else those of the
 * AV1 stream (AV1 Image File Format, section 2.3.4).
 * @returns 'profile' if the embedded profile counts, null if it is sRGB or says nothing
 */
export function avifColor(file: Buffer): SourceColor | 'profile' | null {
  const properties = primaryProperties(file);
  const colors = properties.filter(({ type }) => type === 'colr').map(({ data }) => data);
  if (colors.some((data) => ['prof', 'rICC'].includes(data.toString('latin1', 0, 4)))) return 'profile';
  const nclx = colors.find((data) => data.length >= 10 && data.toString('latin1', 0, 4) === 'nclx');
  const config = properties.find(({ type }) => type === 'av1C')?.data;
  const cicp = nclx ? cicpOf(nclx) : config && sequenceHeaderColor(config.subarray(4));
  if (!cicp || (cicp.primaries === UNSPECIFIED && cicp.transfer === UNSPECIFIED)) return null;
  return colorOfCicp(cicp, 'sRGB');
}

const cicpOf = (nclx: Buffer): Cicp => ({
  primaries: nclx.readUInt16BE(4),
  transfer: nclx.readUInt16BE(6),
});

/** The properties of the primary item; if those cannot be found, all of the file. */
function primaryProperties(file: Buffer): Box[] {
  const meta = findBox(file, 'meta')?.subarray(FULL);
  const iprp = meta && findBox(meta, 'iprp');
  const ipco = iprp && findBox(iprp, 'ipco');
  if (!meta || !ipco) return [];
  const properties = [...boxesIn(ipco)];
  const primary = primaryItem(meta);
  const indexes = [...boxesIn(iprp)]
    .filter(({ type }) => type === 'ipma')
    .flatMap(({ data }) => associations(data))
    .filter(({ item }) => item === primary)
    .flatMap(({ properties }) => properties);
  const own = indexes.flatMap((index) => properties[index - 1] ?? []);
  // The tiles of a grid have the configuration, and often the colours, that the grid itself lacks.
  const has = (type: string) => own.some((box) => box.type === type);
  return [...own, ...properties.filter(({ type }) => ['av1C', 'colr'].includes(type) && !has(type))];
}

function primaryItem(meta: Buffer): number | null {
  const pitm = findBox(meta, 'pitm');
  if (!pitm || pitm.length < 6) return null;
  return pitm[0] === 0 ? pitm.readUInt16BE(FULL) : pitm.length < 8 ? null : pitm.readUInt32BE(FULL);
}

/** Which properties, counted from 1, each item has: the box `ipma` of ISO 23008-12. */
function associations(ipma: Buffer): { item: number; properties: number[] }[] {
  const found: { item: number; properties: number[] }[] = [];
  const hasLongIds = (ipma[0] ?? 0) > 0;
  const hasLongIndexes = ((ipma[3] ?? 0) & 1) === 1;
  let offset = FULL + 4;
  const read = (bytes: number) => {
    const value = offset + bytes <= ipma.length ? ipma.readUIntBE(offset, bytes) : 0;
    offset += bytes;
    return value;
  };
  while (offset < ipma.length) {
    const item = read(hasLongIds ? 4 : 2);
    const properties = Array.from({ length: read(1) }, () => (hasLongIndexes ? read(2) & 0x7fff : read(1) & 0x7f));
    found.push({ item, properties });
  }
  return found;
}
