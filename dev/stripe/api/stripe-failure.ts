export type ErrorDetails = {
  type?: 'invalid_request_error' | 'idempotency_error' | 'api_error' | 'card_error';
  status?: number;
  code?: string;
  param?: string;
};

/** An error response in Stripe's shape. */
export class StripeFailure extends Error {
  override name = 'StripeFailure';
  readonly status: number;
  readonly error: Record<string, unknown>;

  constructor(message: string, details: ErrorDetails) {
    super(message);
    const { status = 400, type = 'invalid_request_error', code, param } = details;
    this.status = status;
    this.error = {
      ...(code && { code, doc_url: `https://docs.stripe.com/error-codes/${code.replaceAll('_', '-')}` }),
      message,
      ...(param && { param }),
      type,
    };
  }

  /** Whether the request failed before anything ran. Its Idempotency-Key is then not used up. */
  get isValidation(): boolean {
    return String(this.error.code ?? '').startsWith('parameter_');
  }
}

export function apiError(message: string, details: ErrorDetails = {}): StripeFailure {
  return new StripeFailure(message, details);
}

/** @param noun as in Stripe's messages, for example `checkout.session`. */
export function missing(noun: string, id: string, param = 'id'): StripeFailure {
  return new StripeFailure(`No such ${noun}: '${id}'`, { status: 404, code: 'resource_missing', param });
}
