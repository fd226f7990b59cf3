import { OAuthError } from './oauth-error.ts';

/** The parameters of a request for a token, those without a value left out (RFC 6749, 3.2). */
export type OAuthForm = ReadonlyMap<string, string>;

/**
 * @param contentType the header of the request.
 * @throws {OAuthError} invalid_request: another type, or a parameter twice
 */
export function parseOAuthForm(contentType: string | null, body: string): OAuthForm {
  if (!/^application\/x-www-form-urlencoded *(;|$)/i.test(contentType ?? ''))
    throw new OAuthError('invalid_request', 'Send the parameters as application/x-www-form-urlencoded.');
  const form = new Map<string, string>();
  const seen = new Set<string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (seen.has(name)) throw new OAuthError('invalid_request', 'A parameter may be given once only.');
    seen.add(name);
    if (value !== '') form.set(name, value);
  }
  return form;
}
