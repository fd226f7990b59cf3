import type { Cicp } from '#lib/domain/pictures/cicp.ts';

const SEQUENCE_HEADER = 1;

/**
 * The colours in the sequence header of an AV1 stream (AV1 Bitstream & Decoding Process Specification, 5.5).
 * @param stream open bitstream units, each with its size
 * @returns null if there is no sequence header, or if it says nothing about colours
 */
export function sequenceHeaderColor(stream: Buffer): Cicp | null {
  const header = sequenceHeader(stream);
  if (!header) return null;
  try {
    return readColor(bitReader(header));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function sequenceHeader(stream: Buffer): Buffer | null {
  let offset = 0;
  while (offset < stream.length) {
    const first = stream[offset] ?? 0;
    const hasExtension = (first & 4) !== 0;
    const hasSize = (first & 2) !== 0;
    offset += hasExtension ? 2 : 1;
    let size = stream.length - offset;
    if (hasSize) {
      size = 0;
      for (let byte = 0; byte < 8; byte++) {
        const value = stream[offset++] ?? 0;
        size += (value & 0x7f) * 2 ** (7 * byte);
        if ((value & 0x80) === 0) break;
      }
    }
    if (((first >> 3) & 15) === SEQUENCE_HEADER) return stream.subarray(offset, offset + size);
    offset += size;
  }
  return null;
}

type ReadBits = (count: number) => number;

/** @throws {RangeError} at the end of the data */
function bitReader(data: Buffer): ReadBits {
  let position = 0;
  return (count) => {
    let value = 0;
    for (let bit = 0; bit < count; bit++) {
      const byte = data[position >> 3];
      if (byte === undefined) throw new RangeError('the sequence header is cut off');
      value = value * 2 + ((byte >> (7 - (position & 7))) & 1);
      position++;
    }
    return value;
  };
}

function readColor(read: ReadBits): Cicp | null {
  const profile = read(3);
  read(1);
  const isReduced = read(1) === 1;
  if (isReduced) read(5);
  else skipOperatingPoints(read);
  skipFrameSize(read, isReduced);
  // Superblocks, intra filter, edge filter, and the tools of a stream with several frames.
  read(3);
  if (!isReduced) skipTools(read);
  read(3);
  return readColorConfig(read, profile);
}

function skipOperatingPoints(read: ReadBits): void {
  let delayBits = 0;
  if (read(1) === 1) {
    read(64);
    if (read(1) === 1) skipVariableLength(read);
    if (read(1) === 1) {
      delayBits = read(5) + 1;
      read(32 + 5 + 5);
    }
  }
  const hasDisplayDelay = read(1) === 1;
  const points = read(5) + 1;
  for (let point = 0; point < points; point++) {
    read(12);
    if (read(5) > 7) read(1);
    if (delayBits > 0 && read(1) === 1) read(2 * delayBits + 1);
    if (hasDisplayDelay && read(1) === 1) read(4);
  }
}

function skipVariableLength(read: ReadBits): void {
  let zeros = 0;
  while (read(1) === 0 && zeros < 32) zeros++;
  if (zeros < 32) read(zeros);
}

function skipFrameSize(read: ReadBits, isReduced: boolean): void {
  const widthBits = read(4) + 1;
  const heightBits = read(4) + 1;
  read(widthBits);
  read(heightBits);
  if (!isReduced && read(1) === 1) read(4 + 3);
}

function skipTools(read: ReadBits): void {
  read(4);
  const hasOrderHint = read(1) === 1;
  if (hasOrderHint) read(2);
  const forcesScreenContent = read(1) === 1 ? 2 : read(1);
  if (forcesScreenContent > 0 && read(1) === 0) read(1);
  if (hasOrderHint) read(3);
}

function readColorConfig(read: ReadBits, profile: number): Cicp | null {
  const isDeep = read(1) === 1;
  if (profile === 2 && isDeep) read(1);
  if (profile !== 1) read(1);
  if (read(1) === 0) return null;
  const primaries = read(8);
  return { primaries, transfer: read(8) };
}
