import { CURRENCY_COOKIE } from '#lib/domain/money/currency-cookie.ts';
import { visitorCurrency } from '#lib/domain/money/visitor-currency.ts';
import { env } from '#lib/env.ts';
import { defaultCurrency, VISITOR_CURRENCY_HEADER } from '#lib/http/request-currency.ts';
import type { RequestExchange } from './request-exchange.ts';

const CURRENCY_IN_COOKIE = new RegExp(`(?:^|;\\s*)${CURRENCY_COOKIE}=([A-Z]{3})(?:;|$)`);

/** Files that are the same for everyone. */
const STATIC_FILES = /^\/(_next|media)\//;

/** Languages and countries repeat, so what follows from them is remembered for this many combinations. */
const MAX_REMEMBERED = 1_000;
const MAX_KEY_LENGTH = 300;
const remembered = new Map<string, string>();

/**
 * Decides the visitor's currency before Next sees the request, and says in `Vary` what decided it, so that a cache in
 * front never shows one visitor the page of another.
 */
export function setVisitorCurrency({ request, url, response, outgoing }: RequestExchange): void {
  const { COUNTRY_HEADERS } = env();
  const fallback = defaultCurrency();
  const { headers } = request;
  const chosen = CURRENCY_IN_COOKIE.exec(headers.cookie ?? '')?.[1] ?? null;
  const country = COUNTRY_HEADERS.map((name) => headers[name]).find((value) => typeof value === 'string') ?? null;
  const languages = headers['accept-language'] ?? null;
  const key = `${fallback}\n${chosen}\n${country}\n${languages}`;
  let currency = remembered.get(key);
  if (!currency) {
    currency = visitorCurrency({ chosen, country: country?.toString() ?? null, languages }, fallback);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    if (key.length <= MAX_KEY_LENGTH) remembered.set(key, currency);
  }
  headers[VISITOR_CURRENCY_HEADER] = currency;
  if (STATIC_FILES.test(url)) return;
  // At the last moment: Next puts the headers of the cached page in place of those that were set before.
  outgoing.beforeHead(() =>
    response.appendHeader('vary', ['Cookie', 'Accept-Language', ...COUNTRY_HEADERS].join(', ')),
  );
}
