const YEAR = 365 * 24 * 60 * 60;

/** Remembers the currency for a year and draws the page anew in it, at the same address and place. */
export function chooseInBrowser(code: string): void {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store
  document.cookie = `currency=${code}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
  location.reload();
}
