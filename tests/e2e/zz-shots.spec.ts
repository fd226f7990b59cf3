import { Redis } from 'ioredis';
import { addPerson, addWork } from '../support/shop-data.ts';
import { beginToBuy, expect, pay, test } from './fixtures.ts';
test('shots', async ({ newSignedIn, newVisitor, shop }) => {
  test.setTimeout(200_000);
  const admin = await newSignedIn(await addPerson(shop, { role: 'ADMIN' }));
  const works = [await addWork(shop), await addWork(shop), await addWork(shop), await addWork(shop)];
  for (const [i, work] of works.entries()) {
    const b = await newVisitor();
    await beginToBuy(b, work.slug);
    if (i === 0) await shop.database.query('UPDATE orders SET amount = 99000 WHERE post_id = $1', [work.id]);
    await pay(b);
    await b.waitForTimeout(500);
  }
  await shop.database.query("UPDATE orders SET flag='The refund re_1Nxyz failed: expired_or_canceled_card' WHERE post_id=$1", [works[1].id]);
  const redis = new Redis(shop.redisUrl);
  const body = '{"id":"evt_1QsAtornEventAbCdEfGh","object":"event",';
  await redis.xadd('stripe:events', '*', 'id', 'evt_1QsAtornEventAbCdEfGh', 'type', 'checkout.session.completed', 'event', body);
  await redis.xadd('stripe:events', '*', 'id', 'evt_1QsAunknownShapeXyz', 'type', 'charge.dispute.created', 'event', JSON.stringify({ id: 'evt_1QsAunknownShapeXyz', type: 'charge.dispute.created', created: 1, data: { object: { object: 'dispute', id: 5 } } }));
  const d = { id: 'evt_1QsAwaitingDispute0001', type: 'charge.dispute.created', created: 1795000000, data: { object: { object: 'dispute', id: 'dp_1', payment_intent: 'pi_elsewhere', status: 'needs_response', amount: 12000, currency: 'eur' } } };
  await redis.xadd('stripe:events', '*', 'id', d.id, 'type', d.type, 'event', JSON.stringify(d));
  await expect(async () => expect(await redis.xlen('stripe:events:dead')).toBe(2)).toPass({ timeout: 30_000 });
  shop.signal('worker', 'SIGSTOP');
  await redis.xadd('stripe:events', '*', 'id', 'evt_1QsAopen00000001', 'type', 'refund.updated', 'event', '{}');
  await redis.xadd('stripe:events', '*', 'id', 'evt_1QsAopen00000002', 'type', 'charge.refunded', 'event', '{}');
  const pages = { overview: '/admin', events: '/admin/events', failed: '/admin/events?outcome=failed', event: '/admin/events/evt_1QsAtornEventAbCdEfGh', waiting: '/admin/events/evt_1QsAwaitingDispute0001?replay=settled', done: '/admin?said=refund' };
  for (const scheme of ['light', 'dark'] as const) for (const w of [390, 768, 1440]) {
    await admin.setViewportSize({ width: w, height: 900 });
    await admin.emulateMedia({ colorScheme: scheme });
    for (const [n, p] of Object.entries(pages)) {
      if ((n === 'done' || n === 'waiting') && w === 768) continue;
      await admin.goto(p);
      await admin.waitForTimeout(150);
      if (n === 'overview' || n === 'event') for (const s of await admin.locator('main summary').all()) await s.click();
      await admin.screenshot({ path: `/tmp/shots/${n}-${w}-${scheme}.png`, fullPage: true });
      const wide = await admin.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) console.log('OVERFLOW', n, w, wide);
    }
  }
  shop.signal('worker', 'SIGCONT');
  redis.disconnect();
});
