import { z } from 'zod';
import type { FormTree } from './form-encoding.ts';
import { StripeFailure } from './stripe-failure.ts';

type Rule = { code: string; message: (input: unknown) => string };

const rule = (test: (value: string) => boolean, { code, message }: Rule) =>
  z.string().refine(test, { params: { code }, error: (issue) => message(issue.input) });

/** The characters of a text for which Stripe documents no other limit. */
const MAX_TEXT = 5_000;

/** A text that is not empty and has at most `limit` characters. */
export const textUpTo = (limit: number) =>
  rule((value) => value !== '', {
    code: 'parameter_invalid_empty',
    message: () => 'You passed an empty string. We assume empty values are an attempt to unset a parameter.',
  }).refine((value) => [...value].length <= limit, {
    error: (issue) => `Invalid string: ${shortened(String(issue.input))}; must be at most ${limit} characters`,
  });

export const text = textUpTo(MAX_TEXT);

/** The beginning and the end of a long text, as in Stripe's messages. */
function shortened(value: string): string {
  const characters = [...value];
  return characters.length > 30 ? `${characters.slice(0, 15).join('')}...${characters.slice(-15).join('')}` : value;
}

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
}).refine((value) => value.length <= MAX_TEXT, {
  error: (issue) => `Invalid URL: URL must be ${MAX_TEXT} characters or less. ${shortened(String(issue.input))}`,
});

const MAX_EMAIL = 800;
const ATOM = '[^\\s@.,:;<>()\\[\\]"\\\\]+';
const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]*[\\p{L}\\p{N}])?';
/** Words between single dots, then a domain of two or more labels. */
const EMAIL = new RegExp(`^${ATOM}(?:\\.${ATOM})*@${LABEL}(?:\\.${LABEL})+$`, 'u');

export const email = rule((value) => value.length <= MAX_EMAIL && EMAIL.test(value), {
  code: 'email_invalid',
  message: (input) => `Invalid email address: ${input}`,
});

export const oneOf = <const T extends string>(...values: T[]) =>
  z.string().refine((value): value is T => values.includes(value as T), {
    params: { isChoice: true },
    error: () => `must be one of ${alternatives(values)}`,
  });

function alternatives(values: string[]): string {
  const last = values.at(-1) ?? '';
  if (values.length < 3) return values.join(' or ');
  return `${values.slice(0, -1).join(', ')}, or ${last}`;
}

/** An array, which arrives as an object with indexes as keys. @param limit of its elements */
export const list = <T extends z.ZodType>(item: T, limit = Number.POSITIVE_INFINITY) =>
  z.preprocess(
    (input) => (input && typeof input === 'object' ? Object.values(input) : input),
    z.array(item).refine((items) => items.length <= limit, { params: { limit }, error: 'too many elements' }),
  );

const MAX_METADATA = { keys: 50, key: 40, value: 500 } as const;

/** An empty value removes its key. */
export const metadata = z
  .record(z.string(), z.string())
  .superRefine((value, context) => {
    const problem = metadataProblem(value);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  })
  .transform((value) => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== '')));

function metadataProblem(value: Record<string, string>): string | null {
  const { keys, key, value: longest } = MAX_METADATA;
  const count = Object.keys(value).length;
  if (count > keys) return `You can only have up to ${keys} metadata keys on a given object. You passed ${count}.`;
  for (const [name, text] of Object.entries(value)) {
    if ([...name].length > key) return `Invalid key: ${name} must be a string under ${key} characters`;
    if ([...text].length > longest) return `Invalid val: ${text} must be a string under ${longest} characters`;
  }
  return null;
}

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
  const isValidation = true;
  if (issue.code === 'custom') {
    const { code, isChoice, limit } = issue.params ?? {};
    const message = isChoice
      ? `Invalid ${param}: ${issue.message}`
      : limit
        ? `Array ${String(issue.path.at(-1))} exceeded maximum ${limit} allowed elements.`
        : issue.message;
    return new StripeFailure(message, { ...(code && { code: String(code) }), param, isValidation });
  }
  return new StripeFailure(`Invalid ${param}: ${issue.message}`, { param, isValidation });
}

function bracketed(path: PropertyKey[]): string {
  const [head, ...rest] = path.map(String);
  return `${head ?? ''}${rest.map((key) => `[${key}]`).join('')}`;
}
