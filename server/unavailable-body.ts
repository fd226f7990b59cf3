import type { IncomingMessage } from 'node:http';
import { ExpectedError } from '#lib/domain/errors.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { sentenceBody } from './sentence-body.ts';

const SENTENCE = new ExpectedError('try-later').message;
const GET_SENTENCE = 'This page cannot be shown right now; please try again in a minute.';
const POST_SENTENCE =
  'This cannot be done right now; please go back, where what you typed still is, and try again in a minute.';

/** Seconds after which it is worth asking again. */
export const RETRY_AFTER = '10';

type Failed = {
  request: IncomingMessage;
  /** As the visitor sent it. */
  url: string;
  /** Finds the cause in the log. */
  reference: string;
};

/** The body of a 503 when the database is needed and fails. */
export function unavailableBody({ request, url, reference }: Failed): { type: string; body: string } {
  const isPage = !url.startsWith('/api/') && request.headers.accept?.includes('text/html');
  const sentence = isPage ? (request.method === 'POST' ? POST_SENTENCE : GET_SENTENCE) : SENTENCE;
  return sentenceBody({
    request,
    url,
    title: `${knownShop().name} is away for a moment`,
    sentence,
    reference,
    code: 'unavailable',
  });
}
