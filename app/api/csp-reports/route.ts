import { RateLimiterMemory } from 'rate-limiter-flexible';
import { requestAddress } from '#lib/auth/request-address.ts';
import { bodyErrorResponse, readText } from '#lib/http/read-text.ts';
import { logger } from '#lib/logger.ts';
import { parseCspReports } from '#lib/schemas/csp-reports.ts';

const MAX_BYTES = 32 * 1024;

/** Reports a minute that are logged, so that nobody fills the log: from one address, and in all. */
const fromOneAddress = new RateLimiterMemory({ points: 10, duration: 60 });
const inAll = new RateLimiterMemory({ points: 100, duration: 60 });

/** Where browsers report what the Content Security Policy blocked: each violation becomes one line in the log. */
export async function POST(request: Request): Promise<Response> {
  const text = await readText(request, MAX_BYTES);
  if (typeof text === 'number') return bodyErrorResponse(text);
  const violations = parseCspReports(parseJson(text));
  if (!violations) return new Response('Expected a report of a Content Security Policy.', { status: 400 });
  if (violations.length > 0 && (await isWithinLimits(requestAddress(request.headers).key, violations.length)))
    for (const violation of violations) logger().warn(violation, 'the Content Security Policy blocked something');
  return new Response(null, { status: 204 });
}

async function isWithinLimits(address: string, count: number): Promise<boolean> {
  try {
    await fromOneAddress.consume(address, count);
    await inAll.consume('', count);
    return true;
  } catch {
    return false;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
