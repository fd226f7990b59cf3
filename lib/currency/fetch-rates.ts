import { logger } from '#lib/logger.ts';
import { historyUrl, isXml, type RateSource } from './active-source.ts';
import { fetchText } from './fetch-text.ts';
import { parseEcbXml } from './parse-ecb-xml.ts';
import { parseFrankfurter } from './parse-frankfurter.ts';
import { type PublishedDay, RateServiceError, usableDays } from './published-rates.ts';

/**
 * The rates a source publishes now; the first time also those of the last 90 days, if the source has them.
 * @throws {RateServiceError} for anything unusable; `stop`'s reason once it is aborted
 */
export async function fetchRates(source: RateSource, isFirst: boolean, stop: AbortSignal): Promise<PublishedDay[]> {
  const history = isFirst ? await fetchHistory(source, stop) : [];
  return [...history, ...(await fetchDays(source, source.url, stop))];
}

/** Empty if there is no such file, or it is unusable: today's rates are enough. */
async function fetchHistory(source: RateSource, stop: AbortSignal): Promise<PublishedDay[]> {
  const url = historyUrl(source);
  if (!url) return [];
  try {
    return await fetchDays(source, url, stop);
  } catch (error) {
    if (!(error instanceof RateServiceError)) throw error;
    logger().warn({ source: source.name, reason: error.message }, 'the rates of the last 90 days could not be fetched');
    return [];
  }
}

async function fetchDays(source: RateSource, url: string, stop: AbortSignal): Promise<PublishedDay[]> {
  const text = await fetchText(url, stop);
  return usableDays(isXml(source) ? parseEcbXml(text) : parseFrankfurter(text), new Date());
}
