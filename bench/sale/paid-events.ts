import type { OwnShop } from '../shop/own-shop.ts';
import { Visitor } from '../shop/visitor.ts';
import { addWorks, hexOf, orderId, postId, sessionId, slugOf } from '../shop/works.ts';

type SessionEvent = {
  id: string;
  type: string;
  data: { object: { id: string; payment_intent: string; metadata: { orderId: string; postId: string } } };
};

export type PaidEvent = { id: string; type: string; body: string };

export const eventId = (number: number): string => `evt_bench${hexOf(number)}`;

/**
 * Buys one work through the Stripe emulator to get a real event.
 * @param number of a work that is created for it.
 * @returns a function that makes the same event for the held work of any number.
 */
export async function paidEvents(shop: OwnShop, number: number): Promise<(number: number) => PaidEvent> {
  await addWorks(shop.database, number, 1);
  const buyer = new Visitor(shop, 0);
  await buyer.pay(await buyer.buy(slugOf(number)));
  const response = await fetch(`${shop.stripeUrl}/v1/events?type=checkout.session.completed&limit=1`, {
    headers: { authorization: `Bearer ${shop.secrets.STRIPE_SECRET_KEY}` },
  });
  const [event] = ((await response.json()) as { data: SessionEvent[] }).data;
  if (!event) throw new Error('the Stripe emulator has no event for the purchase');
  const { id: session, payment_intent: payment, metadata } = event.data.object;
  const body = JSON.stringify(event, null, 2);
  return (other) => ({
    id: eventId(other),
    type: event.type,
    body: body
      .replaceAll(event.id, eventId(other))
      .replaceAll(session, sessionId(other))
      .replaceAll(payment, `pi_bench${hexOf(other)}`)
      .replaceAll(metadata.orderId, orderId(other))
      .replaceAll(metadata.postId, postId(other)),
  });
}
