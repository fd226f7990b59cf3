import { CURRENCY_COOKIE, CURRENCY_COOKIE_SECONDS } from '#lib/domain/money/currency-cookie.ts';

/** Remembers the currency for a year and draws the page anew in it, at the same address and place. */
export function chooseInBrowser(code: string): void {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store
  document.cookie = `${CURRENCY_COOKIE}=${code}; path=/; max-age=${CURRENCY_COOKIE_SECONDS}; samesite=lax${secure}`;
  location.reload();
}
