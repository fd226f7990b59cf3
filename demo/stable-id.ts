import { createHash } from 'node:crypto';

/** 32 bytes that depend only on the text. */
export function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The same text produces the same UUID (version 8, RFC 9562), so that a second run recognizes its rows. */
export function stableUuid(text: string): string {
  const bytes = digest(text).subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Nine letters and digits. */
export function shortHash(text: string): string {
  return digest(text).readBigUInt64BE(0).toString(36).padStart(13, '0').slice(-9);
}
