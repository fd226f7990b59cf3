import sharp from 'sharp';

const END = Buffer.from([0xff, 0xd9]);
const START_OF_SCAN = 0xda;
/** Lines may be missing at the bottom that nobody would miss. */
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
 * Whether the decoder found so little in a JPEG that the lines at its bottom, all of one grey, are its own filling.
 * Only for files about which it has complained: a picture may well end with a uniform border.
 */
export async function lacksLines(bytes: Buffer, maxPixels: number): Promise<boolean> {
  const { data, info } = await sharp(bytes, {
    failOn: 'none',
    ignoreIcc: true,
    limitInputPixels: maxPixels,
    sequentialRead: true,
  })
    .toColourspace('b-w')
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const filling = data.at(-1) ?? 0;
  let kept = data.length;
  while (kept > 0 && data[kept - 1] === filling) kept--;
  return (height - Math.ceil(kept / width)) / height > MAX_MISSING_SHARE;
}
