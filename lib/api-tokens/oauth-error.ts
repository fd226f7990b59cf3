import { LimitReached } from '#lib/accounts/attempt-limits.ts';
import type { ExpectedError } from '#lib/domain/errors.ts';

/**
 * Errors of RFC 6749, 5.2, and three that it has no word for: `mfa_required`, as other services call it; `too_many_requests`;
 * and `temporarily_unavailable` of 4.1.2.1.
 */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'unsupported_grant_type'
  | 'mfa_required'
  | 'too_many_requests'
  | 'temporarily_unavailable';

const STATUS: Partial<Record<OAuthErrorCode, number>> = { too_many_requests: 429, temporarily_unavailable: 503 };

/** RFC 6749 allows no others in a description. */
const plainText = (text: string) => text.replace(/[“”‘’"]/g, "'").replace(/[^ -~]|\\/g, '?');

/** Why there is no token; `message` is the description that a program's author reads. */
export class OAuthError extends Error {
  override name = 'OAuthError';
  readonly code: OAuthErrorCode;
  readonly status: number;
  /** Seconds. */
  readonly retryAfter: number | null;

  constructor(code: OAuthErrorCode, description: string, retryAfter: number | null = null) {
    super(plainText(description));
    this.code = code;
    this.status = STATUS[code] ?? 400;
    this.retryAfter = retryAfter;
  }

  /** An error of signing in, as a program reads it. */
  static of(error: ExpectedError): OAuthError {
    const { code, message } = error;
    if (code === 'too-many-attempts')
      return new OAuthError('too_many_requests', message, error instanceof LimitReached ? error.retryAfter : null);
    if (code === 'try-later') return new OAuthError('temporarily_unavailable', message);
    return new OAuthError(code === 'second-factor-needed' ? 'mfa_required' : 'invalid_grant', message);
  }
}
