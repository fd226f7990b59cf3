import { randomBytes } from 'node:crypto';
import { openSecret, sealSecret } from '#lib/sealed-secret.ts';

/** The specification asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;
const PREFIX = 'whsec_';

export type NewSecret = {
  /** As people and their programs have it: `whsec_…`. */
  text: string;
  /** As it is stored. */
  sealed: Uint8Array<ArrayBuffer>;
};

export function newSecret(endpointId: string): NewSecret {
  const bytes = randomBytes(SECRET_BYTES);
  return { text: textOf(bytes), sealed: sealSecret('webhook endpoint', endpointId, bytes) };
}

/** @returns null if it was stored with another NEXTAUTH_SECRET. */
export function secretText(endpointId: string, sealed: Uint8Array): string | null {
  const bytes = openSecret('webhook endpoint', endpointId, sealed);
  return bytes && textOf(bytes);
}

const textOf = (bytes: Uint8Array) => `${PREFIX}${Buffer.from(bytes).toString('base64')}`;
