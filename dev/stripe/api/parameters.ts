import { z } from 'zod';
import type { FormTree } from './form-encoding.ts';
import { StripeFailure } from './stripe-failure.ts';

type Rule = { code: string; message: (input: unknown) => string };

const rule = (test: (value: string) => boolean, { code, message }: Rule) =>
  z.string().refine(test, { params: { code }, error: (issue) => message(issue.input) });

export const text = rule((value) => value !== '', {
  code: 'parameter_invalid_empty',
  message: () => 'You passed an empty string. We assume empty values are an attempt to unset a parameter.',
});

export const integer = rule((value) => /^-?\d{1,15}$/.test(value), {
  code: 'parameter_invalid_integer',
  message: (input) => `Invalid integer: ${input}`,
}).transform(Number);

export const positiveInteger = rule((value) => /^[1-9]\d{0,14}$/.test(value), {
  code: 'parameter_invalid_integer',
  message: (input) => `This value must be greater than or equal to 1: ${input}`,
}).transform(Number);

export const amount = rule((value) => /^\d{1,15}$/.test(value), {
  code: 'parameter_invalid_integer',
  message: (input) =>
    /^-\d+$/.test(String(input))
      ? 'Invalid non-negative integer. This value must be greater than or equal to 0.'
      : `Invalid integer: ${input}`,
}).transform(Number);

export const boolean = rule((value) => value === 'true' || value === 'false', {
  code: 'parameter_invalid_boolean',
  message: (input) => `Invalid boolean: ${input}`,
}).transform((value) => value === 'true');

export const webUrl = rule((value) => /^https?:\/\//.test(value) && URL.canParse(value), {
  code: 'url_invalid',
  message: () => 'Not a valid URL',
});

export const email = rule((value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value), {
  code: 'email_invalid',
  message: (input) => `Invalid email address: ${input}`,
});

export const oneOf = <const T extends string>(...values: T[]) =>
  z.string().refine((value): value is T => values.includes(value as T), {
    params: { code: 'parameter_unknown_value' },
    error: (issue) => `Invalid value ${issue.input}: must be one of ${values.join(', ')}`,
  });

/** An array, which arrives as an object with indexes as keys. */
export const list = <T extends z.ZodType>(item: T) =>
  z.preprocess((input) => (input && typeof input === 'object' ? Object.values(input) : input), z.array(item));

/** Stripe's limits: 50 keys of 40 characters, values of 500 characters. An empty value removes the key. */
export const metadata = z
  .record(z.string().max(40), z.string().max(500))
  .refine((value) => Object.keys(value).length <= 50, { error: 'Metadata can have up to 50 keys' })
  .transform((value) => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== '')));

export const expandParameter = { expand: list(text).optional() };

const range = z.strictObject({
  gt: integer.optional(),
  gte: integer.optional(),
  lt: integer.optional(),
  lte: integer.optional(),
});

export const createdFilter = z.preprocess(
  (input) => (typeof input === 'string' ? { gte: input, lte: input } : input),
  range.optional(),
);

/**
 * The parsed parameters of a request.
 * @throws {StripeFailure} for the first one that is unknown, missing or invalid, named as in
 * `line_items[0][price_data][currency]`.
 */
export function readParameters<T extends z.ZodType>(schema: T, input: FormTree): z.output<T> {
  const parsed = schema.safeParse(input, { reportInput: true });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues.find((one) => one.code === 'unrecognized_keys') ?? parsed.error.issues[0];
  throw issue ? failureFor(issue) : new StripeFailure('Invalid request', {});
}

function failureFor(issue: z.core.$ZodIssue): StripeFailure {
  if (issue.code === 'unrecognized_keys') {
    const param = bracketed([...issue.path, issue.keys[0] ?? '']);
    return new StripeFailure(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
  }
  const param = bracketed(issue.path);
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return new StripeFailure(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  }
  if (issue.code === 'custom') {
    return new StripeFailure(issue.message, { code: String(issue.params?.code ?? 'parameter_invalid'), param });
  }
  return new StripeFailure(`Invalid ${param}: ${issue.message}`, { code: 'parameter_invalid', param });
}

function bracketed(path: PropertyKey[]): string {
  const [head, ...rest] = path.map(String);
  return `${head ?? ''}${rest.map((key) => `[${key}]`).join('')}`;
}
