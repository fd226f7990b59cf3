import type { QuotedPage } from '#lib/domain/posts/post-dto.ts';

/** Fetches a page of a list as JSON. @throws if the response is not a success */
export async function fetchPage(url: string): Promise<QuotedPage> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} responded with ${response.status}`);
  return response.json();
}

let prefetched: { url: string; page: Promise<QuotedPage> } | null = null;

/** Fetches a page that the visitor will probably want next, unless the browser is set to save data. */
export function prefetchPage(url: string): void {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  if (connection?.saveData || prefetched?.url === url) return;
  const request = { url, page: fetchPage(url) };
  // After a failure it is fetched again when it is needed.
  request.page.catch(() => {
    if (prefetched === request) prefetched = null;
  });
  prefetched = request;
}

/** The prefetched page, or else a new request for it. @throws if the response is not a success */
export function takePrefetchedPage(url: string): Promise<QuotedPage> {
  const page = prefetched?.url === url ? prefetched.page : fetchPage(url);
  prefetched = null;
  return page;
}
