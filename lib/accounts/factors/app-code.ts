import { Secret, TOTP } from 'otpauth';
import { knownShop } from '#lib/settings/known-shop.ts';

/** Steps before and after the present one whose code is accepted: none, so a code lasts 30 seconds (ASVS 5.0, 6.5.5). */
const WINDOW = 0;
/** 160 bits, as RFC 4226 recommends. */
const SECRET_BYTES = 20;

const secretOf = (bytes: Uint8Array<ArrayBuffer>) => new Secret({ buffer: bytes.slice().buffer });

export const newAppSecret = (): Uint8Array<ArrayBuffer> => new Uint8Array(new Secret({ size: SECRET_BYTES }).bytes);

/** The secret as people type it into an app, and as the URL of a QR code. */
export function appSecretTexts(bytes: Uint8Array<ArrayBuffer>, username: string): { secret: string; url: string } {
  const secret = secretOf(bytes);
  return { secret: secret.base32, url: new TOTP({ issuer: knownShop().name, label: username, secret }).toString() };
}

/**
 * The present 30-second step, if this is its code (RFC 6238); null for any other code.
 * @param now milliseconds since 1970.
 */
export function stepOfCode(bytes: Uint8Array<ArrayBuffer>, code: string, now = Date.now()): number | null {
  const delta = TOTP.validate({ token: code, secret: secretOf(bytes), window: WINDOW, timestamp: now });
  return delta === null ? null : TOTP.counter({ timestamp: now }) + delta;
}
