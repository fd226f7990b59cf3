import { getProgram } from '#lib/accounts/queries.ts';
import type { ApiCaller } from '#lib/domain/api/caller.ts';
import { ApiProblem } from '#lib/domain/api/problem.ts';
import { SCOPES, type Scope } from '#lib/domain/api/scopes.ts';
import { isWithin, usableScopes } from '#lib/domain/api/tokens.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { tokenAudience, verifyAccessToken } from './access-token.ts';
import { findPersonalToken } from './find-personal-token.ts';
import { isPersonalToken } from './personal-token.ts';

/** RFC 6750. The name of the scheme is in any case, the token's characters are those of `b64token`. */
const BEARER = /^bearer(?: +(.*))?$/i;
const TOKEN = /^[\w.~+/-]+=*$/;

/**
 * Who sends a request to the API: by its header alone, a cookie is never looked at.
 * @param authorization the header of that name.
 * @throws {ApiProblem} token-missing; token-invalid: not a token of the shop, ended, or of an account that cannot be used now
 */
export async function authenticateRequest(authorization: string | null): Promise<ApiCaller> {
  const [scheme, token = ''] = BEARER.exec(authorization?.trim() ?? '') ?? [];
  if (scheme === undefined)
    throw new ApiProblem('token-missing', {
      detail: 'Send a token in the header “Authorization: Bearer …”.',
      headers: challenge(),
    });
  const found = TOKEN.test(token) ? await findByToken(token) : null;
  if (!found) throw invalid('The token is not one of this shop, or it has ended.');
  if (!isWithin(found.scopes, usableScopes(found.viewer)))
    throw invalid('The token has scopes that its account cannot use now: an admin needs a second factor.');
  return { viewer: found.viewer, scopes: new Set(found.scopes) };
}

/**
 * @throws {ApiProblem} scope-missing, whose detail names the scope
 */
export function requireScope({ scopes }: Pick<ApiCaller, 'scopes'>, scope: Scope): void {
  if (scopes.has(scope)) return;
  throw new ApiProblem('scope-missing', {
    detail: `The token needs the scope “${scope}”: ${SCOPES[scope]}.`,
    headers: challenge('insufficient_scope', ` scope="${scope}"`),
  });
}

type Found = { viewer: Viewer; scopes: readonly Scope[] };

function findByToken(token: string): Promise<Found | null> {
  return isPersonalToken(token) ? findPersonalToken(token) : findByAccessToken(token);
}

async function findByAccessToken(token: string): Promise<Found | null> {
  const verified = await verifyAccessToken(token);
  const program = verified && (await getProgram(verified));
  if (!program) return null;
  // The grant decides, also about what it has signed.
  return { viewer: program.viewer, scopes: verified.scopes.filter((scope) => program.scopes.includes(scope)) };
}

const invalid = (detail: string) => new ApiProblem('token-invalid', { detail, headers: challenge('invalid_token') });

function challenge(error?: string, more = ''): Record<string, string> {
  const reason = error ? `, error="${error}"${more && `,${more}`}` : '';
  return { 'www-authenticate': `Bearer realm="${tokenAudience()}"${reason}` };
}
