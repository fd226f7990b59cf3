import { OAuthError } from '#lib/api-tokens/oauth-error.ts';
import { revokeToken } from '#lib/api-tokens/revoke-token.ts';
import { oauthResponse } from '../oauth-response.ts';

/** Ends what a token opens (RFC 7009). The response is the same for a text that is none. */
export function POST(request: Request): Promise<Response> {
  return oauthResponse(request, async (form) => {
    const token = form.get('token');
    if (token === undefined) throw new OAuthError('invalid_request', 'The parameter “token” is missing.');
    await revokeToken(token);
    return null;
  });
}
