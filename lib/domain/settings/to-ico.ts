/** A PNG as the only picture of an ICO file, which every browser since 2007 reads. @param size pixels of each side, below 256 */
export function toIco(png: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const HEADER_BYTES = 22;
  const file = new Uint8Array(HEADER_BYTES + png.byteLength);
  const view = new DataView(file.buffer);
  // ICONDIR: reserved, type 1 (icon), one picture.
  view.setUint16(2, 1, true);
  view.setUint16(4, 1, true);
  // ICONDIRENTRY: sides, no palette, one plane of 32 bits, bytes and place of the picture.
  view.setUint8(6, size);
  view.setUint8(7, size);
  view.setUint16(10, 1, true);
  view.setUint16(12, 32, true);
  view.setUint32(14, png.byteLength, true);
  view.setUint32(18, HEADER_BYTES, true);
  file.set(png, HEADER_BYTES);
  return file;
}
