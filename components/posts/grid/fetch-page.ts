import type { QuotedPage } from '#lib/domain/posts/post-dto.ts';

/** A page of a list as JSON. @throws when it does not come. */
export async function fetchPage(address: string): Promise<QuotedPage> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.json();
}

let ahead: { address: string; page: Promise<QuotedPage> } | null = null;

/** Asks for the page that somebody will probably want next, unless he wants to save data. */
export function prefetchPage(address: string): void {
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  if (connection?.saveData || ahead?.address === address) return;
  const asked = { address, page: fetchPage(address) };
  // Asked again when it is wanted.
  asked.page.catch(() => {
    if (ahead === asked) ahead = null;
  });
  ahead = asked;
}

/** The page that was asked for ahead, or asked for now. @throws when it does not come. */
export function takePrefetchedPage(address: string): Promise<QuotedPage> {
  const found = ahead?.address === address ? ahead.page : fetchPage(address);
  ahead = null;
  return found;
}
