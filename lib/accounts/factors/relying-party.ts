import { isIP } from 'node:net';
import { env } from '#lib/env.ts';
import { knownShop } from '#lib/settings/known-shop.ts';

/** The shop as WebAuthn knows it. Passkeys belong to this domain; another NEXTAUTH_URL has others. */
export function relyingParty(): { id: string; origin: string; name: string } {
  const { hostname, origin } = new URL(env().NEXTAUTH_URL);
  return { id: hostname, origin, name: knownShop().name };
}

/** Browsers allow passkeys for a domain with https, and for `localhost`; never for an IP address. */
export function arePasskeysPossible(): boolean {
  const { hostname, protocol } = new URL(env().NEXTAUTH_URL);
  if (isIP(hostname.replace(/^\[|\]$/g, ''))) return false;
  return protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost');
}
