import { Redis } from 'ioredis';
import { signPayload } from '../../dev/stripe/webhooks/sign-payload.ts';
import { startBareApp } from '../shop/bare-server.ts';
import type { OwnShop } from '../shop/own-shop.ts';
import { runWrk, type Target } from '../wrk.ts';
import { type Candidate, type Line, measureInTurns } from './measure.ts';
import type { PaidEvent } from './paid-events.ts';
import { luaText, wrkScript } from './wrk-script.ts';

type Options = { rounds: number; seconds: number; event: PaidEvent };

/** Webhooks that the shop verifies and enqueues, beside a route handler that only reads the same body. */
export async function measureWebhooks(shop: OwnShop, { rounds, seconds, event }: Options): Promise<Line[]> {
  const bare = (await startBareApp()).hook;
  const redis = new Redis(shop.redisUrl);
  const candidate = (name: string, url: string): Candidate => ({
    name,
    async run() {
      const before = await redis.xlen('stripe:events');
      const { requestsPerSecond } = await runWrk(webhook(shop, url, event), seconds);
      const added = (await redis.xlen('stripe:events')) - before;
      await redis.del('stripe:events');
      if (url !== bare && added < requestsPerSecond * seconds * 0.9)
        throw new Error(`only ${added} of ${requestsPerSecond * seconds} webhooks are on the stream`);
      return requestsPerSecond;
    },
  });
  try {
    const own = candidate('webhooks accepted', `${shop.url}/api/webhooks/stripe`);
    const limit = candidate('a bare route handler', bare);
    for (const one of [own, limit]) await one.run();
    return await measureInTurns('Webhooks', rounds, [{ own, limit }]);
  } finally {
    redis.disconnect();
  }
}

/** Signed again for each run, because a signature is valid for five minutes. */
function webhook({ secrets }: OwnShop, url: string, { body }: PaidEvent): Target {
  const signature = signPayload(body, [secrets.STRIPE_WEBHOOK_SECRET], Math.floor(Date.now() / 1000));
  const script = `
wrk.method = "POST"
wrk.body = ${luaText(body)}
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Stripe-Signature"] = ${luaText(signature)}
`;
  return { url, script: wrkScript(script) };
}
