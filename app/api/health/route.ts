import { connection } from 'next/server';
import { checkHealth } from '#lib/health/check-health.ts';

/** 200 when database, Redis and a worker answer, else 503; each by name. */
export async function GET(): Promise<Response> {
  await connection();
  const health = await checkHealth();
  return Response.json(health, {
    status: health.status === 'ok' ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
}
