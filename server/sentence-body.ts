import type { IncomingMessage } from 'node:http';
import { PROBLEM_TYPE, problemBody } from '#lib/api/problem-response.ts';
import { isApiUrl } from '#lib/domain/api/base-path.ts';
import { ApiProblem } from '#lib/domain/api/problem.ts';
import { xml } from '#lib/feeds/xml.ts';

type Sentence = {
  request: IncomingMessage;
  /** As the visitor sent it. */
  url: string;
  title: string;
  sentence: string;
  /** Finds the cause in the log; only where there is one. */
  reference?: string;
  /** What the API calls it. */
  code: 'malformed-request' | 'body-too-large' | 'unavailable';
};

/**
 * A response that is one sentence, made without Next: JSON for the API, a page for browsers, plain text for all others.
 * Next's client loads a page again when it gets such a text, and shows it as the message of a failed action.
 */
export function sentenceBody({ request, url, title, sentence, reference, code }: Sentence): {
  type: string;
  body: string;
} {
  if (isApiUrl(url)) {
    const problem = new ApiProblem(code, { detail: sentence, ...(reference && { reference }) });
    return { type: PROBLEM_TYPE, body: JSON.stringify(problemBody(problem)) };
  }
  if (url.startsWith('/api/'))
    return { type: 'application/json', body: JSON.stringify({ error: sentence, ...(reference && { reference }) }) };
  if (request.headers.accept?.includes('text/html'))
    return { type: 'text/html; charset=utf-8', body: page(title, sentence, reference) };
  // Next's client compares the type with exactly this text.
  return { type: 'text/plain', body: sentence };
}

function page(title: string, sentence: string, reference: string | undefined): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${xml(title)}</title>
<style>
  :root { color-scheme: light dark }
  body { max-width: 34rem; margin: 22vh auto 0; padding: 0 1.5rem; font: 1.125rem/1.6 ui-sans-serif, system-ui, sans-serif;
    background: light-dark(#faf9f7, #141312); color: light-dark(#1b1a18, #efece6) }
  small { color: light-dark(#66625b, #a39e95) }
</style>
<main>
<p>${sentence}</p>${reference ? `\n<small>Reference ${reference}</small>` : ''}
</main>
</html>
`;
}
