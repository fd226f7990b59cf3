export type ErrorDetails = {
  type?: 'invalid_request_error' | 'idempotency_error' | 'api_error' | 'card_error';
  status?: number;
  code?: string;
  param?: string;
  /** The request failed before anything ran. */
  isValidation?: boolean;
};

/** An error response in Stripe's shape. */
export class StripeFailure extends Error {
  override name = 'StripeFailure';
  readonly status: number;
  readonly error: Record<string, unknown>;
  /** Whether the request failed before anything ran. Its Idempotency-Key is then not used up. */
  readonly isValidation: boolean;

  constructor(message: string, details: ErrorDetails) {
    super(message);
    const { status = 400, type = 'invalid_request_error', code, param, isValidation } = details;
    this.status = status;
    this.isValidation = isValidation ?? (code ?? '').startsWith('parameter');
    this.error = {
      ...(code && { code, doc_url: `https://docs.stripe.com/error-codes/${code.replaceAll('_', '-')}` }),
      message,
      ...(param && { param }),
      type,
    };
  }
}

export function apiError(message: string, details: ErrorDetails = {}): StripeFailure {
  return new StripeFailure(message, details);
}

/**
 * @param noun as in Stripe's messages, for example `checkout.session`
 * @param param the parameter that names the object; 404 is only for an object that the path names
 */
export function missing(noun: string, id: string, param?: string): StripeFailure {
  return new StripeFailure(`No such ${noun}: '${id}'`, {
    status: param === undefined ? 404 : 400,
    code: 'resource_missing',
    param: param ?? 'id',
  });
}
