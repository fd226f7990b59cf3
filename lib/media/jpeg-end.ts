import sharp from 'sharp';

const END = Buffer.from([0xff, 0xd9]);
const START_OF_SCAN = 0xda;
const BLOCK = 8;
/** What a block without data becomes; a little more or less beside a block with data. */
const FILLING = 128;
const FILLING_TOLERANCE = 2;
/** As much may be missing at the end as nobody would miss. */
const MAX_MISSING_SHARE = 0.01;

/** A JPEG with its end marker, which a file lacks if its last bytes were lost. */
export function withJpegEnd(file: Buffer): { bytes: Buffer; hadEnd: boolean } {
  const scan = firstScan(file);
  const hadEnd = scan >= 0 && file.indexOf(END, scan) >= 0;
  if (hadEnd || scan < 0) return { bytes: file, hadEnd };
  // Half of the marker may be there.
  const rest = file.at(-1) === 0xff ? file.subarray(0, -1) : file;
  return { bytes: Buffer.concat([rest, END]), hadEnd };
}

/** The offset of the first scan; segments before it, such as a thumbnail, may contain any marker. -1 if there is none. */
function firstScan(file: Buffer): number {
  let offset = 2;
  while (offset + 4 <= file.length) {
    if (file[offset] !== 0xff) return -1;
    const marker = file[offset + 1] ?? 0;
    if (marker === 0xff) {
      offset++;
      continue;
    }
    if (marker === START_OF_SCAN) return offset;
    offset += 2 + file.readUInt16BE(offset + 2);
  }
  return -1;
}

/**
 * Whether a JPEG has so few pixels that those at its bottom are the grey with which the decoder fills the rest. Only for
 * files about which it has complained: a picture may well end in grey.
 */
export async function lacksPixels(bytes: Buffer, maxPixels: number): Promise<boolean> {
  const picture = sharp(bytes, {
    failOn: 'none',
    ignoreIcc: true,
    limitInputPixels: maxPixels,
    sequentialRead: true,
  });
  const { space } = await picture.metadata();
  const { data, info } = await (space === 'cmyk' ? picture.pipelineColourspace('cmyk') : picture)
    .toColourspace(space === 'cmyk' ? 'cmyk' : 'b-w')
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  let missing = 0;
  for (let row = info.height - 1; row >= 0; row--) {
    const run = filledRun(data.subarray(row * info.width, (row + 1) * info.width));
    // Pixels come in blocks of eight, from left to right.
    if (run < Math.min(BLOCK, info.width)) break;
    missing += run;
  }
  return missing > MAX_MISSING_SHARE * data.length;
}

/** How many pixels at the end of a row are of the decoder's grey. */
function filledRun(row: Uint8Array): number {
  let run = 0;
  while (run < row.length && Math.abs((row[row.length - 1 - run] ?? 0) - FILLING) <= FILLING_TOLERANCE) run++;
  return run;
}
