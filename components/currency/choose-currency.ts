import { CURRENCY_COOKIE, CURRENCY_COOKIE_SECONDS } from '#lib/domain/money/currency-cookie.ts';

/** Stores the currency for a year and reloads the page, which keeps its URL and scroll position. */
export function chooseCurrency(code: string): void {
  const secure = location.protocol === 'https:' ? '; secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store API
  document.cookie = `${CURRENCY_COOKIE}=${code}; path=/; max-age=${CURRENCY_COOKIE_SECONDS}; samesite=lax${secure}`;
  location.reload();
}
