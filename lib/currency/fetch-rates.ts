import { logger } from '#lib/logger.ts';
import { historyUrl, isXml, type RateSource } from './active-source.ts';
import { parseEcbXml } from './parse-ecb-xml.ts';
import { parseFrankfurter } from './parse-frankfurter.ts';
import { type PublishedDay, RateServiceError, usableDays } from './published-rates.ts';
import { readAnswer } from './read-answer.ts';

/**
 * What a source publishes now; at the first time also the days before, where the source keeps them.
 * @throws {RateServiceError} saying what is wrong; `stop`'s reason when it is aborted
 */
export async function fetchRates(source: RateSource, isFirst: boolean, stop: AbortSignal): Promise<PublishedDay[]> {
  const history = isFirst ? await fetchHistory(source, stop) : [];
  return [...history, ...(await fetchDays(source, source.url, stop))];
}

/** None where there is no such file, or it cannot be used: today's rates are enough. */
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
  const text = await readAnswer(url, stop);
  return usableDays(isXml(source) ? parseEcbXml(text) : parseFrankfurter(text), new Date());
}
