import { ExpectedError } from '#lib/domain/errors.ts';

const NETWORK_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused: nothing listens there.',
  ECONNRESET: 'The connection was closed before there was a response.',
  EPIPE: 'The connection was closed before there was a response.',
  ETIMEDOUT: 'The connection could not be made in time.',
  EHOSTUNREACH: 'The machine cannot be reached.',
  ENETUNREACH: 'The network cannot be reached.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate was not accepted: it is self-signed.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate was not accepted: it is self-signed.',
  CERT_HAS_EXPIRED: 'The certificate has expired.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another name.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate was not accepted: its chain is incomplete.',
};

/** Why a request failed, as a sentence for the person whose URL it is. */
export function describeNetworkError(error: unknown): string {
  if (error instanceof ExpectedError) return error.message;
  // Several addresses were tried.
  const one = error instanceof AggregateError ? error.errors[0] : error;
  const code = one instanceof Error && 'code' in one ? String(one.code) : '';
  return NETWORK_ERRORS[code] ?? `The request failed${code && ` (${code})`}.`;
}

/** The server has ended the connection before its response, without an error. */
export class ClosedEarlyError extends Error {
  readonly code = 'ECONNRESET';
}
