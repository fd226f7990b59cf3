import type { ErrorCode } from '../errors.ts';

/** What only programs can cause, with its status and the sentence that describes the kind. */
const API_PROBLEMS = {
  'malformed-request': { status: 400, title: 'The request could not be read' },
  'invalid-request': { status: 422, title: 'Some of what was sent is not valid' },
  'token-missing': { status: 401, title: 'A token is needed' },
  'token-invalid': { status: 401, title: 'The token is not valid, or not any more' },
  'scope-missing': { status: 403, title: 'The token may not do this' },
  'not-allowed': { status: 403, title: 'The account may not do this' },
  'changed-since': { status: 412, title: 'It was changed since it was read' },
  'key-reused': { status: 422, title: 'This Idempotency-Key was used for another request' },
  'key-in-use': { status: 409, title: 'A request with this Idempotency-Key is being answered' },
  'content-type': { status: 415, title: 'The body is of another type than this operation takes' },
  'body-too-large': { status: 413, title: 'The body is larger than this operation takes' },
  'picture-refused': { status: 422, title: 'The picture cannot be used' },
  'no-such-operation': { status: 404, title: 'The API has nothing at this address' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  failed: { status: 500, title: 'The shop failed' },
  unavailable: { status: 503, title: 'The shop cannot do this right now' },
} as const;

export type ApiProblemCode = keyof typeof API_PROBLEMS | ErrorCode;

export type FieldProblem = {
  /** As a path of names and indexes, such as `pictures.0.alt`. */
  field: string;
  detail: string;
};

export type ProblemDetails = {
  /** What went wrong, in words for whom it concerns. */
  detail: string;
  errors?: readonly FieldProblem[];
  /** Headers of the response. */
  headers?: Readonly<Record<string, string>>;
  /** Finds the cause in the log. */
  reference?: string;
  /** What is stored now, for who sent a change of something older. */
  current?: unknown;
};

/** Status of an error that people cause too; 422 for the others. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  'not-found': 404,
  'signed-out': 401,
  suspended: 403,
  'account-closing': 403,
  'email-unproven': 403,
  'terms-not-accepted': 403,
  'admin-needs-factor': 403,
  'too-many-attempts': 429,
  'too-large': 413,
  'changed-elsewhere': 409,
  'held-or-sold': 409,
  'has-orders': 409,
  'only-drafts': 409,
  'not-refundable': 409,
  'no-pictures': 409,
  'pictures-too-slow': 429,
  'too-many-endpoints': 409,
  'too-many-tests': 429,
  'endpoint-off': 409,
  'webhooks-need-proven-email': 403,
  'try-later': 503,
  'refund-refused': 502,
};

/** An error of a request to the API, as RFC 9457 describes it. Codes are stable: programs compare them. */
export class ApiProblem extends Error {
  override name = 'ApiProblem';
  readonly code: ApiProblemCode;
  readonly status: number;
  readonly title: string;
  readonly errors: readonly FieldProblem[];
  readonly headers: Readonly<Record<string, string>>;
  readonly reference: string | undefined;
  readonly current: unknown;

  constructor(code: ApiProblemCode, { detail, errors = [], headers = {}, reference, current }: ProblemDetails) {
    super(detail);
    const kind = code in API_PROBLEMS ? API_PROBLEMS[code as keyof typeof API_PROBLEMS] : null;
    this.code = code;
    this.status = kind?.status ?? STATUS[code as ErrorCode] ?? 422;
    this.title = kind?.title ?? 'The shop refused this';
    this.errors = errors;
    this.headers = headers;
    this.reference = reference;
    this.current = current;
  }
}
