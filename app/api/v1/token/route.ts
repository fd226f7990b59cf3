import { issueToken } from '#lib/api-tokens/issue-token.ts';
import { requestAddress, requestNetwork } from '#lib/auth/request-address.ts';
import { requestOrigin } from '#lib/auth/request-origin.ts';
import { oauthResponse } from '../oauth-response.ts';

/** Tokens for a name and a password, or for a refresh token: docs/api.md. */
export function POST(request: Request): Promise<Response> {
  const { headers } = request;
  return oauthResponse(request, (form) => {
    const { country } = requestOrigin(headers);
    const from = { address: requestAddress(headers).key, network: requestNetwork(headers), country };
    return issueToken(form, from, headers.get('user-agent'));
  });
}
