import { isbot } from 'isbot';

/** How browsers say that they fetch a page that nobody has opened yet; all but the first are of older ones. */
const AHEAD = ['sec-purpose', 'purpose', 'x-moz', 'x-purpose'] as const;

/** Did a person send this, as far as its headers say, and not a robot, or a browser that loads ahead? */
export function isPerson(headers: Headers): boolean {
  const agent = headers.get('user-agent') ?? '';
  if (agent === '' || isbot(agent)) return false;
  return !AHEAD.some((name) => /prefetch|prerender|preview/i.test(headers.get(name) ?? ''));
}
