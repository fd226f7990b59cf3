import { connection } from 'next/server';
import { checkHealth } from '#lib/health/check-health.ts';

/** 200 if the database, Redis and a worker respond, otherwise 503; the body has the state of each. */
export async function GET(): Promise<Response> {
  await connection();
  const health = await checkHealth();
  return Response.json(health, {
    status: health.status === 'ok' ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
}
