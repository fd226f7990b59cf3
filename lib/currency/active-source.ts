import { env } from '#lib/env.ts';

/** The name in the tables of the bank's own files, and of the rates that came with the shop. */
export const ECB = 'European Central Bank';

const ECB_DAILY = 'https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml';
const ECB_90_DAYS = 'eurofxref-hist-90d.xml';

/** Who publishes the rates, by the name that the tables know, and where the newest ones are. */
export type RateSource = { name: string; url: string };

/**
 * Where rates come from: the European Central Bank, or what CURRENCY_SERVICE_URL names. An address that ends in .xml
 * is another one of the bank's file; any other is that of a service with Frankfurter's contract.
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

/** Is it the bank's format, not Frankfurter's? */
export function isXml({ url }: RateSource): boolean {
  return new URL(url).pathname.endsWith('.xml');
}

/** The file of the last 90 days, which the bank keeps beside the daily one; null where there is none. */
export function historyUrl(source: RateSource): string | null {
  return isXml(source) ? new URL(ECB_90_DAYS, source.url).href : null;
}
