/**
 * Where Next reaches this very process when a server action forwards or redirects. `next start` sets it; with a custom
 * server Next would take the scheme from the client's X-Forwarded-Proto instead and fail behind a proxy with TLS.
 * Checked with Next 16.4.6 (next/dist/server/app-render/action-handler.js).
 */
export function setOwnOrigin(origin: string): void {
  process.env.__NEXT_PRIVATE_ORIGIN = origin;
}
