import { z } from 'zod';
import { DEFAULT_CURRENCY, isCurrency } from '#lib/domain/money/currencies.ts';
import { parseNetwork } from '#lib/domain/network/ip-address.ts';

const blankToUndefined = (value: unknown) => (value === '' ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankToUndefined, schema.optional());
const withDefault = <T extends z.ZodType>(schema: T, value: z.input<T>) =>
  z.preprocess((input) => blankToUndefined(input) ?? value, schema);
const url = (protocol: RegExp, example: string) => z.url({ protocol, error: `must be a URL such as ${example}` });
const secret = z.string().min(32, 'must have at least 32 characters');

/** Only this machine reaches it: a reverse proxy in front, or the browser on it. */
const LOOPBACK = '127.0.0.1';

/**
 * Headers with the visitor's country, from Cloudflare, Vercel, CloudFront, App Engine, Netlify and GeoIP modules of
 * proxies.
 */
const COUNTRY_HEADERS =
  'cf-ipcountry,x-vercel-ip-country,cloudfront-viewer-country,x-appengine-country,x-country,x-country-code,x-geoip-country';

/** Programs on the same machine, such as nginx there. */
const LOOPBACK_NETWORKS = '127.0.0.0/8, ::1';

/** IP addresses and networks, separated by commas, or `none`. A network of all addresses is refused. */
const networks = (value: string) =>
  withDefault(z.string(), value).transform((list, context) => {
    if (list === 'none') return [];
    const texts = list.split(',');
    const found = texts.flatMap((text) => parseNetwork(text.trim()) ?? []).filter(({ prefix }) => prefix > 0);
    if (found.length === texts.length) return found;
    const message = 'must be IP addresses or networks separated by commas, such as 127.0.0.1, 10.0.0.0/8, or “none”';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const schema = z.object({
  NODE_ENV: withDefault(z.enum(['development', 'production', 'test']), 'development'),
  PORT: withDefault(z.coerce.number('must be a port number').int().min(1).max(65_535), 3000),
  HOST: withDefault(
    z.union([z.ipv4(), z.ipv6(), z.literal('localhost')], 'must be an IP address such as 127.0.0.1, or localhost'),
    LOOPBACK,
  ),
  DATA_DIR: withDefault(z.string(), '.data'),
  DATABASE_URL: url(/^postgres(ql)?$/, 'postgresql://user:password@localhost:5432/makeyourspace'),
  REDIS_URL: url(/^rediss?$/, 'redis://localhost:6379'),
  NEXTAUTH_URL: url(/^https?$/, 'https://shop.example.org').transform((value) => value.replace(/\/+$/, '')),
  NEXTAUTH_SECRET: secret,
  INTERNAL_SECRET: secret,
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, 'must begin with sk_test_, sk_live_, rk_test_ or rk_live_'),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .transform((value) => value.split(',').map((part) => part.trim()))
    .pipe(
      z
        .array(
          z.string().startsWith('whsec_', 'must be one or more secrets that begin with whsec_, separated by commas'),
        )
        .min(1),
    ),
  STRIPE_API_URL: optional(url(/^https?$/, 'http://localhost:4242')),
  SMTP_URL: url(/^smtps?$/, 'smtp://user:password@localhost:25'),
  DEMO_ACCOUNTS: withDefault(z.enum(['true', 'false'], 'must be true or false'), 'false').transform(
    (value) => value === 'true',
  ),
  MAIL_FROM: withDefault(z.string().includes('@', 'must contain an email address'), 'MakeYourSpace <shop@localhost>'),
  INBOUND_MAIL_SECRET: optional(secret),
  SECURITY_CONTACT: optional(
    z.union(
      [
        z.email().transform((email) => `mailto:${email}`),
        z.url({ protocol: /^(https|mailto|tel)$/, normalize: false }),
      ],
      'must be an email address or a URL such as https://example.org/security',
    ),
  ),
  CURRENCY_SERVICE_URL: optional(url(/^https?$/, 'https://rates.example.org')),
  SHOP_CURRENCY: withDefault(z.string().refine(isCurrency, 'must be a currency code such as EUR'), DEFAULT_CURRENCY),
  COUNTRY_HEADERS: withDefault(z.string(), COUNTRY_HEADERS).transform((value, context) => {
    const names = value.split(',').map((name) => name.trim().toLowerCase());
    if (names.every((name) => /^[a-z0-9-]+$/.test(name))) return names;
    context.addIssue({ code: 'custom', message: 'must be header names separated by commas, such as cf-ipcountry' });
    return z.NEVER;
  }),
  // A network of all addresses would let every client choose its own.
  TRUSTED_PROXIES: networks(LOOPBACK_NETWORKS),
  // One of all addresses would open every network to those who may add an endpoint.
  WEBHOOK_PRIVATE_NETWORKS: networks('none'),
  CURRENCY_MARGIN: withDefault(z.string().regex(/^\d{1,2}(\.\d{1,4})?$/, 'must be a percentage such as 2.5'), '0'),
  PRICE_ENDING: optional(
    z
      .string()
      .regex(/^\.\d{2}$/, 'must be a decimal point and two digits, such as .00 or .90')
      .transform((value) => Number(value.slice(1))),
  ),
  S3_BUCKET: optional(z.string()),
  S3_ENDPOINT: optional(url(/^https?$/, 'https://s3.example.org')),
  S3_REGION: optional(z.string()),
  S3_ACCESS_KEY_ID: optional(z.string()),
  S3_SECRET_ACCESS_KEY: optional(z.string()),
  GITHUB_ID: optional(z.string()),
  GITHUB_SECRET: optional(z.string()),
  GOOGLE_CLIENT_ID: optional(z.string()),
  GOOGLE_CLIENT_SECRET: optional(z.string()),
  LOG_LEVEL: withDefault(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']), 'info'),
  LOG_SERVER_URL: optional(url(/^tls$/, 'tls://logs.example.org:6514')),
});

export type Env = z.output<typeof schema>;

/** Whether a Stripe key moves real money. */
export const isLiveKey = (key: string): boolean => /^(sk|rk)_live_/.test(key);

/** A missing or invalid setting; `message` is one sentence that names it. */
export class EnvError extends Error {
  override name = 'EnvError';
}

/** @throws {EnvError} naming the first invalid variable. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const result = schema.safeParse(source);
  if (!result.success) {
    const issue = result.error.issues[0];
    const name = String(issue?.path[0] ?? 'The environment');
    if (source[name] === undefined || source[name] === '') {
      throw new EnvError(`${name} is not set, but it is required.`);
    }
    throw new EnvError(
      `${name} ${issue?.message.startsWith('must') ? issue.message : `is not valid: ${issue?.message}`}.`,
    );
  }
  const env = result.data;
  if (env.STRIPE_API_URL && isLiveKey(env.STRIPE_SECRET_KEY)) {
    throw new EnvError(
      'STRIPE_API_URL is for a Stripe emulator, which is refused together with a live STRIPE_SECRET_KEY.',
    );
  }
  if (env.DEMO_ACCOUNTS && isLiveKey(env.STRIPE_SECRET_KEY)) {
    throw new EnvError('DEMO_ACCOUNTS is for trying the shop, and is refused together with a live STRIPE_SECRET_KEY.');
  }
  return env;
}

/** Where the web process is reached on its own machine. @param HOST what it listens on */
export function ownOrigin({ HOST, PORT }: Pick<Env, 'HOST' | 'PORT'>): string {
  const host = ['0.0.0.0', '::'].includes(HOST) ? LOOPBACK : HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${PORT}`;
}

let parsed: Env | undefined;

/**
 * The settings of this process. They are read on the first call, so that a build needs none.
 * @throws {EnvError}
 */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

/** For the start of a program: a missing or invalid setting ends it with one sentence. */
export function envOrExit(): Env {
  try {
    return env();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
