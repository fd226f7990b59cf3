/** A box of an ISO base media file (ISO 14496-12). */
export type Box = { type: string; data: Buffer };

/** The boxes in `data`, one after the other; ends at the first one that is cut off. */
export function* boxesIn(data: Buffer): Generator<Box> {
  let offset = 0;
  while (offset + 8 <= data.length) {
    const type = data.toString('latin1', offset + 4, offset + 8);
    let size = data.readUInt32BE(offset);
    let header = 8;
    if (size === 1) {
      if (offset + 16 > data.length) return;
      size = Number(data.readBigUInt64BE(offset + 8));
      header = 16;
    }
    if (size === 0) size = data.length - offset;
    if (size < header || offset + size > data.length) return;
    yield { type, data: data.subarray(offset + header, offset + size) };
    offset += size;
  }
}

/** The content of the first box of this type, or null. */
export function findBox(data: Buffer, type: string): Buffer | null {
  for (const box of boxesIn(data)) if (box.type === type) return box.data;
  return null;
}
