import { isbot } from 'isbot';

/** Headers with which browsers mark a prefetch; all but the first are from older browsers. */
const PREFETCH_HEADERS = ['sec-purpose', 'purpose', 'x-moz', 'x-purpose'] as const;

/** Whether the headers are those of a bot, or of a browser that prefetches the page: no person is looking at it. */
export function isBot(headers: Headers): boolean {
  const agent = headers.get('user-agent') ?? '';
  if (agent === '' || isbot(agent)) return true;
  return PREFETCH_HEADERS.some((name) => /prefetch|prerender|preview/i.test(headers.get(name) ?? ''));
}
