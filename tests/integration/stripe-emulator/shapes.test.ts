import { readFileSync } from 'node:fs';
import { beforeEach, expect, test } from 'vitest';
import { stripeFixture } from '../../support/stripe/stripe-fixture.ts';

const local = stripeFixture();

/** The keys of an interface of stripe-node that are not optional. */
function requiredKeys(file: string, name: string): string[] {
  const source = readFileSync(
    new URL(`../../../node_modules/stripe/esm/resources/${file}.d.ts`, import.meta.url),
    'utf8',
  );
  const start = source.search(new RegExp(`interface ${name} (?:extends [^{]*)?\\{`));
  expect(start, `${name} in ${file}`).toBeGreaterThanOrEqual(0);
  const keys: string[] = [];
  let depth = 0;
  for (const line of source
    .slice(start)
    .replace(/\/\*\*[\s\S]*?\*\//g, '')
    .split('\n')) {
    const key = /^\s*(\w+): /.exec(line)?.[1];
    if (depth === 1 && key) keys.push(key);
    depth += (line.match(/\{/g) ?? []).length - (line.match(/\}/g) ?? []).length;
    if (depth === 0) break;
  }
  return keys;
}

type Seen = Record<string, unknown>;

/** The objects as they are sent, without what the SDK makes of them. */
async function read(path: string): Promise<Seen> {
  const response = await fetch(`http://127.0.0.1:${local.emulator.port}/v1/${path}`, {
    headers: { authorization: 'Bearer sk_test_emulator' },
  });
  expect(response.status, path).toBe(200);
  return (await response.json()) as Seen;
}

let paid: { session: string; intent: string; charge: string };

beforeEach(async () => {
  const { id } = await local.create();
  await local.control(`sessions/${id}/pay`);
  const intent = String((await read(`checkout/sessions/${id}`)).payment_intent);
  paid = { session: id, intent, charge: String((await read(`payment_intents/${intent}`)).latest_charge) };
});

function expectComplete(seen: unknown, file: string, name: string) {
  expect(Object.keys(seen as Seen), name).toEqual(expect.arrayContaining(requiredKeys(file, name)));
}

test('every object has all keys that stripe-node’s types do not call optional', async () => {
  const refund = await local.stripe.refunds.create({ payment_intent: paid.intent, amount: 100 });
  const session = await read(`checkout/sessions/${paid.session}`);
  const charge = await read(`charges/${paid.charge}`);
  expect(requiredKeys('Charges', 'Charge').length).toBeGreaterThan(40);
  expectComplete(session, 'Checkout/Sessions', 'Session');
  expectComplete(session.customer_details, 'Checkout/Sessions', 'CustomerDetails');
  expectComplete(await read(`payment_intents/${paid.intent}`), 'PaymentIntents', 'PaymentIntent');
  expectComplete(charge, 'Charges', 'Charge');
  expectComplete(charge.billing_details, 'Charges', 'BillingDetails');
  expectComplete(charge.outcome, 'Charges', 'Outcome');
  expectComplete(await read(`refunds/${refund.id}`), 'Refunds', 'Refund');
  expectComplete(
    await read(`balance_transactions/${charge.balance_transaction}`),
    'BalanceTransactions',
    'BalanceTransaction',
  );
  const items = (await read(`checkout/sessions/${paid.session}/line_items`)) as { data: Seen[] };
  expectComplete(items.data[0], 'LineItems', 'LineItem');
  expectComplete(items.data[0]?.price, 'Prices', 'Price');
  const events = (await read('events?limit=1')) as { data: Seen[] };
  expectComplete(events.data[0], 'Events', 'EventBase');
});

test('a dispute has them too, with the code of the card’s network', async () => {
  await local.control('disputes', { payment_intent: paid.intent });
  const { data } = await local.stripe.disputes.list();
  const dispute = await read(`disputes/${data[0]?.id}`);
  expectComplete(dispute, 'Disputes', 'Dispute');
  expectComplete(dispute.evidence, 'Disputes', 'Evidence');
  expectComplete(dispute.evidence_details, 'Disputes', 'EvidenceDetails');
  expect(dispute).toMatchObject({
    network_reason_code: '13.1',
    payment_method_details: { type: 'card', card: { brand: 'visa', case_type: 'chargeback', network: 'visa' } },
  });
});

test('keys that Stripe always sends although its types call them optional are there', async () => {
  expect(await read(`payment_intents/${paid.intent}`)).toMatchObject({ amount_details: { tip: {} } });
  expect(await read(`charges/${paid.charge}`)).toMatchObject({
    radar_options: {},
    payment_method_details: {
      type: 'card',
      card: {
        amount_authorized: 12_000,
        fingerprint: expect.stringMatching(/^\w{16}$/),
        extended_authorization: { status: 'disabled' },
        incremental_authorization: { status: 'unavailable' },
        multicapture: { status: 'unavailable' },
        network_token: { used: false },
        overcapture: { maximum_amount_capturable: 12_000, status: 'unavailable' },
      },
    },
  });
});

test('the same card has the same fingerprint', async () => {
  const other = await local.paidIntent();
  const fingerprint = async (intent: string) => {
    const { latest_charge } = await local.stripe.paymentIntents.retrieve(intent, { expand: ['latest_charge'] });
    return typeof latest_charge === 'object' && latest_charge?.payment_method_details?.card?.fingerprint;
  };
  expect(await fingerprint(other)).toBe(await fingerprint(paid.intent));
});

test('a refund says how the money reaches the card, and a pending one that it is processed', async () => {
  const done = await local.stripe.refunds.create({ payment_intent: paid.intent, amount: 100 });
  expect(done.destination_details).toEqual({
    type: 'card',
    card: {
      reference: expect.stringMatching(/^\d{12}$/),
      reference_status: 'available',
      reference_type: 'acquirer_reference_number',
      type: 'refund',
    },
  });
  await local.control('refund-status', { status: 'pending' });
  const pending = await local.stripe.refunds.create({ payment_intent: paid.intent, amount: 100 });
  expect(pending).toMatchObject({
    pending_reason: 'processing',
    destination_details: { type: 'card', card: { reference_status: 'pending', type: 'pending' } },
  });
  await local.control(`refunds/${pending.id}/settle`, { outcome: 'succeeded' });
  const settled = await read(`refunds/${pending.id}`);
  expect(settled).toMatchObject({ status: 'succeeded', destination_details: { card: { type: 'refund' } } });
  expect(settled).not.toHaveProperty('pending_reason');
});

test('a charge has its refunds where they are asked for, and a list of its own', async () => {
  const refund = await local.stripe.refunds.create({ payment_intent: paid.intent, amount: 100 });
  // Since version 2022-11-15 Stripe leaves them out otherwise.
  expect(await read(`charges/${paid.charge}`)).not.toHaveProperty('refunds');
  const url = `/v1/charges/${paid.charge}/refunds`;
  const expanded = await local.stripe.charges.retrieve(paid.charge, { expand: ['refunds'] });
  expect(expanded.refunds).toMatchObject({ object: 'list', url, data: [{ id: refund.id }] });
  expect(await read(url.replace('/v1/', ''))).toMatchObject({ object: 'list', url, data: [{ id: refund.id }] });
  await expect(local.stripe.charges.retrieve('ch_none')).rejects.toMatchObject({ statusCode: 404 });
});
