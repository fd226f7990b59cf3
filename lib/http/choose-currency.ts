import type { IncomingMessage, ServerResponse } from 'node:http';
import { CURRENCY_COOKIE } from '#lib/domain/currency-cookie.ts';
import { visitorCurrency } from '#lib/domain/visitor-currency.ts';
import { env } from '#lib/env.ts';

/** The request header in which everything behind this finds the visitor's currency, the rewrites of next.config.js too. */
export const VISITOR_CURRENCY = 'x-visitor-currency';

const CHOSEN = new RegExp(`(?:^|;\\s*)${CURRENCY_COOKIE}=([A-Z]{3})(?:;|$)`);

/** Files that are the same for everybody. */
const SAME_FOR_ALL = /^\/(_next|media)\//;

/** Languages and countries repeat: of as many different signs the answers are remembered. */
const MAX_REMEMBERED = 1_000;
const MAX_KEY = 300;
const remembered = new Map<string, string>();

/**
 * Finds the visitor's currency before Next sees the request, and says in `Vary` what it was found by, so that a cache
 * in front never gives one visitor the page of another.
 */
export function chooseCurrency(request: IncomingMessage, response: ServerResponse): void {
  const { SHOP_CURRENCY, COUNTRY_HEADERS } = env();
  const { headers } = request;
  const chosen = CHOSEN.exec(headers.cookie ?? '')?.[1] ?? null;
  const country = COUNTRY_HEADERS.map((name) => headers[name]).find((value) => typeof value === 'string') ?? null;
  const languages = headers['accept-language'] ?? null;
  const key = `${chosen}\n${country}\n${languages}`;
  let currency = remembered.get(key);
  if (!currency) {
    currency = visitorCurrency({ chosen, country: country?.toString() ?? null, languages }, SHOP_CURRENCY);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    if (key.length <= MAX_KEY) remembered.set(key, currency);
  }
  headers[VISITOR_CURRENCY] = currency;
  if (!SAME_FOR_ALL.test(request.url ?? '')) addVary(response, COUNTRY_HEADERS);
}

/** At the last moment: Next puts the headers of a page as it was kept in place of those that were there. */
function addVary(response: ServerResponse, countryHeaders: string[]): void {
  const { writeHead } = response;
  response.writeHead = (...given: unknown[]) => {
    response.appendHeader('vary', ['Cookie', 'Accept-Language', ...countryHeaders].join(', '));
    return Reflect.apply(writeHead, response, given);
  };
}
