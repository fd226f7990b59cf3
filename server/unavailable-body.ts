import type { IncomingMessage } from 'node:http';
import { ExpectedError } from '#lib/domain/errors.ts';

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

/**
 * The body of a 503 when the database is needed and fails: JSON for the API, a page for browsers, plain text for all
 * others. Next's client loads a page again when it gets such a text, and shows it as the message of a failed action.
 */
export function unavailableBody({ request, url, reference }: Failed): { type: string; body: string } {
  if (url.startsWith('/api/'))
    return { type: 'application/json', body: JSON.stringify({ error: SENTENCE, reference }) };
  if (request.headers.accept?.includes('text/html'))
    return {
      type: 'text/html; charset=utf-8',
      body: page(request.method === 'POST' ? POST_SENTENCE : GET_SENTENCE, reference),
    };
  // Next's client compares the type with exactly this text.
  return { type: 'text/plain', body: SENTENCE };
}

function page(sentence: string, reference: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>MakeYourSpace is away for a moment</title>
<style>
  :root { color-scheme: light dark }
  body { max-width: 34rem; margin: 22vh auto 0; padding: 0 1.5rem; font: 1.125rem/1.6 ui-sans-serif, system-ui, sans-serif;
    background: light-dark(#faf9f7, #141312); color: light-dark(#1b1a18, #efece6) }
  small { color: light-dark(#66625b, #a39e95) }
</style>
<main>
<p>${sentence}</p>
<small>Reference ${reference}</small>
</main>
</html>
`;
}
