import { env } from '#lib/env.ts';

/** The source name of the bank's own files, and of the bundled rates. */
export const ECB = 'European Central Bank';

const ECB_DAILY = 'https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml';
const ECB_90_DAYS = 'eurofxref-hist-90d.xml';

/** Where rates come from: the name stored in the tables, and the URL of the newest rates. */
export type RateSource = { name: string; url: string };

/**
 * The European Central Bank, or the service in CURRENCY_SERVICE_URL. A URL that ends in .xml is another copy of the
 * bank's file; any other is a service with Frankfurter's API.
 */
export function activeSource(serviceUrl = env().CURRENCY_SERVICE_URL): RateSource {
  if (!serviceUrl) return { name: ECB, url: ECB_DAILY };
  const url = new URL(serviceUrl);
  const name = url.host;
  if (isXml({ name, url: url.href })) return { name, url: url.href };
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/latest`;
  url.searchParams.set('base', 'EUR');
  return { name, url: url.href };
}

/** Whether the source has the bank's format, not Frankfurter's. */
export function isXml({ url }: RateSource): boolean {
  return new URL(url).pathname.endsWith('.xml');
}

/** The URL of the last 90 days, which is next to the bank's daily file; null for other services. */
export function historyUrl(source: RateSource): string | null {
  return isXml(source) ? new URL(ECB_90_DAYS, source.url).href : null;
}
