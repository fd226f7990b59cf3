import { OAuthError } from '#lib/api-tokens/oauth-error.ts';
import { type OAuthForm, parseOAuthForm } from '#lib/api-tokens/oauth-form.ts';
import { respondUnavailableIfFailed } from '#lib/database-errors.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { readText } from '#lib/http/read-text.ts';
import { isSameOrigin } from '#lib/http/same-origin.ts';
import { logFailure } from '#lib/logger.ts';
import { noteRefusal } from '#lib/request-context.ts';

const MAX_BYTES = 16 * 1024;

/**
 * Answers a request of OAuth: form-encoded parameters in, JSON out, which no cache keeps. Errors are those of RFC 6749, 5.2.
 * @param run what it asks for; null for a response without content.
 */
export async function oauthResponse(
  request: Request,
  run: (form: OAuthForm) => Promise<object | null>,
): Promise<Response> {
  try {
    // A page that guesses passwords by the browsers, and addresses, of its visitors.
    if (!isSameOrigin(request)) throw new OAuthError('invalid_request', 'Pages of other sites cannot ask for tokens.');
    const body = await readText(request, MAX_BYTES);
    if (typeof body !== 'string')
      throw new OAuthError('invalid_request', 'The parameters are too long, or took too long.');
    return oauthJson(200, await run(parseOAuthForm(request.headers.get('content-type'), body)));
  } catch (error) {
    const { status, code, message, retryAfter } = error instanceof OAuthError ? error : unexpected(error);
    noteRefusal(code);
    return oauthJson(
      status,
      { error: code, error_description: message },
      retryAfter === null ? {} : { 'retry-after': String(retryAfter) },
    );
  }
}

function unexpected(error: unknown): Pick<OAuthError, 'status' | 'message' | 'retryAfter'> & { code: string } {
  const reference = logFailure('a request for a token failed', error);
  if (respondUnavailableIfFailed()) return OAuthError.of(new ExpectedError('try-later'));
  const message = `Something went wrong on our side. (Reference ${reference})`;
  return { status: 500, code: 'server_error', message, retryAfter: null };
}

function oauthJson(status: number, body: object | null, headers: Record<string, string> = {}): Response {
  const all = { 'cache-control': 'no-store', ...headers };
  return body ? Response.json(body, { status, headers: all }) : new Response(null, { status, headers: all });
}
