import { Secret, TOTP } from 'otpauth';
import { shopName } from '#lib/messages/shop-name.ts';

/** Steps before and after the present one whose code is accepted: clocks differ, and typing takes time. */
const WINDOW = 1;
/** 160 bits, as RFC 4226 recommends. */
const SECRET_BYTES = 20;

const secretOf = (bytes: Uint8Array<ArrayBuffer>) => new Secret({ buffer: bytes.slice().buffer });

export const newAppSecret = (): Uint8Array<ArrayBuffer> => new Uint8Array(new Secret({ size: SECRET_BYTES }).bytes);

/** The secret as people type it into an app, and as the URL of a QR code. */
export function appSecretTexts(bytes: Uint8Array<ArrayBuffer>, username: string): { secret: string; url: string } {
  const secret = secretOf(bytes);
  return { secret: secret.base32, url: new TOTP({ issuer: shopName(), label: username, secret }).toString() };
}

/**
 * The 30-second step whose code this is (RFC 6238), near the present one; null for a wrong code.
 * @param now milliseconds since 1970.
 */
export function stepOfCode(bytes: Uint8Array<ArrayBuffer>, code: string, now = Date.now()): number | null {
  const delta = TOTP.validate({ token: code, secret: secretOf(bytes), window: WINDOW, timestamp: now });
  return delta === null ? null : TOTP.counter({ timestamp: now }) + delta;
}
