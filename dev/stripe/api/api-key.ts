import { StripeFailure } from './stripe-failure.ts';

/**
 * The API key in an Authorization header: a bearer token, or the name of Basic authentication, as `curl -u` sends it.
 * @returns null if there is none
 */
function givenKey(authorization: string | undefined): string | null {
  const [, scheme = '', value = ''] = /^(\S+)\s+(.+)$/.exec(authorization ?? '') ?? [];
  if (/^bearer$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return null;
  return Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0] || null;
}

/** @throws {StripeFailure} 401 */
export function requireApiKey(authorization: string | undefined, key: string): void {
  const given = givenKey(authorization);
  if (given === key) return;
  const message = given
    ? `Invalid API Key provided: ${given.slice(0, 8)}****${given.slice(-4)}`
    : 'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth ' +
      "(e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details, or we can " +
      'help at https://support.stripe.com/.';
  throw new StripeFailure(message, { status: 401 });
}
