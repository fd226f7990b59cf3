import { describe, expect, test } from 'vitest';
import { stripeFixture } from '../../support/stripe/stripe-fixture.ts';

const local = stripeFixture();

describe('the payment page', () => {
  test('shows the work and accepts the card 4242', async () => {
    const session = await local.create();
    const html = await local.page(session);
    expect(html).toContain('Harbour &#38; &#60;mist&#62;');
    expect(html).toContain('src="http://localhost:3000/a.webp"');
    const response = await local.submit(session);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(`http://localhost:3000/orders/1?session=${session.id}`);
    expect(await local.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      customer_details: { email: 'ada@example.org', name: 'Ada Lovelace', address: { country: 'GB' } },
    });
    expect(await local.page(session)).toContain('This has been paid');
    expect((await local.submit(session)).status).toBe(303);
    expect((await local.stripe.charges.list()).data).toHaveLength(1);
  });

  test('declines the card 0002, keeps the entered values, and lets the buyer try again', async () => {
    const session = await local.create();
    const response = await local.submit(session, { cardNumber: '4000 0000 0000 0002' });
    const html = await response.text();
    expect(response.status).toBe(402);
    expect(html).toContain('Your card was declined.');
    expect(html).toContain('value="4000 0000 0000 0002"');
    expect(html).toContain('value="ada@example.org"');
    const failed = await local.receiver.next('payment_intent.payment_failed');
    expect(failed).toMatchObject({ data: { object: { last_payment_error: { code: 'card_declined' } } } });
    expect((await local.submit(session)).status).toBe(303);
    const paid = await local.stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    expect(paid.payment_intent).toMatchObject({ status: 'succeeded', last_payment_error: null });
  });

  test.each([
    [{ cardNumber: '4242 4242 4242 4241' }, 'card number is invalid'],
    [{ cardNumber: '4242' }, 'card number is incomplete'],
    [{ expiry: '01 / 20' }, 'expiry date is in the past'],
    [{ expiry: '13 / 34' }, 'Enter the expiry as MM / YY'],
    [{ cvc: '1' }, 'security code is incomplete'],
    [{ email: 'ada' }, 'Enter a valid email address'],
    [{ name: ' ' }, 'Enter the name on your card'],
  ])('refuses %j', async (changes, message) => {
    const session = await local.create();
    const response = await local.submit(session, changes);
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(message);
    expect((await local.stripe.checkout.sessions.retrieve(session.id)).status).toBe('open');
  });

  test('is that of the session’s display name, and asks for consent to the terms where the session does', async () => {
    const message = 'I agree to the [terms](https://shop.example.org/terms) of Fog & Light.';
    const session = await local.create({
      branding_settings: { display_name: 'Fog & Light' },
      consent_collection: { terms_of_service: 'required' },
      custom_text: { terms_of_service_acceptance: { message } },
    });
    expect(session).toMatchObject({
      branding_settings: { display_name: 'Fog & Light' },
      consent_collection: { terms_of_service: 'required' },
    });
    const html = await local.page(session);
    expect(html).toContain('to Fog &#38; Light</title>');
    expect(html).toContain('<a href="https://shop.example.org/terms" target="_blank" rel="noreferrer">terms</a>');
    const refused = await local.submit(session);
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('Agree to the terms of service to pay.');
    expect((await local.submit(session, { terms: 'on' })).status).toBe(303);
    const { consent } = await local.stripe.checkout.sessions.retrieve(session.id);
    expect(consent).toEqual({ promotions: null, terms_of_service: 'accepted' });
    expect(await local.page(await local.create())).toContain('to Emulated account</title>');
  });

  test('says that a session has expired', async () => {
    const session = await local.create();
    await local.stripe.checkout.sessions.expire(session.id);
    const response = await local.submit(session);
    expect(await response.text()).toContain('nothing was charged');
    expect(await local.stripe.charges.list()).toMatchObject({ data: [] });
  });

  test.each([
    ['delayed-succeeds', 'checkout.session.async_payment_succeeded', 'paid'],
    ['delayed-fails', 'checkout.session.async_payment_failed', 'unpaid'],
  ])('with %s completes the session at once and the payment later', async (method, type, paymentStatus) => {
    const session = await local.create();
    expect((await local.submit(session, { method, cardNumber: '' })).status).toBe(303);
    expect(await local.receiver.next('checkout.session.completed')).toMatchObject({
      data: { object: { status: 'complete', payment_status: 'unpaid' } },
    });
    await local.control('advance', { seconds: 3_600 });
    expect(await local.receiver.next(type)).toMatchObject({ data: { object: { payment_status: paymentStatus } } });
  });

  test('a delayed payment can be settled through the test control', async () => {
    const session = await local.create();
    await local.control(`sessions/${session.id}/pay`, { method: 'delayed' });
    await local.control(`sessions/${session.id}/settle`, { outcome: 'succeeded' });
    await local.receiver.next('checkout.session.async_payment_succeeded');
    await expect(local.control(`sessions/${session.id}/settle`, { outcome: 'failed' })).rejects.toThrow(
      'no payment that is processing',
    );
  });
});

describe('a late payment', () => {
  test('after the session has expired still completes it', async () => {
    const { id } = await local.create();
    await expect(local.control(`sessions/${id}/pay`, { method: 'late' })).rejects.toThrow('neither expired nor failed');
    await local.stripe.checkout.sessions.expire(id);
    await local.control(`sessions/${id}/pay`, { method: 'late' });
    const event = await local.receiver.next('checkout.session.completed');
    expect(event.data.object).toMatchObject({ id, status: 'complete', payment_status: 'paid' });
    expect((await local.stripe.balanceTransactions.list()).data).toMatchObject([{ amount: 12_000 }]);
    await expect(local.control(`sessions/${id}/pay`, { method: 'late' })).rejects.toThrow('neither expired nor failed');
  });

  test('after a delayed payment has failed makes that payment succeed', async () => {
    const { id } = await local.create();
    await local.control(`sessions/${id}/pay`, { method: 'delayed' });
    await expect(local.control(`sessions/${id}/pay`, { method: 'late' })).rejects.toThrow('neither expired nor failed');
    await local.control(`sessions/${id}/settle`, { outcome: 'failed' });
    await local.control(`sessions/${id}/pay`, { method: 'late' });
    const event = await local.receiver.next('checkout.session.async_payment_succeeded');
    expect(event.data.object).toMatchObject({ id, payment_status: 'paid' });
    const { payment_intent } = await local.stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });
    expect(payment_intent).toMatchObject({ status: 'succeeded', last_payment_error: null });
  });
});

describe('refunds and disputes', () => {
  test('a payment can be refunded in parts, up to its amount', async () => {
    const payment_intent = await local.paidIntent();
    const part = await local.stripe.refunds.create({ payment_intent, amount: 2_000, reason: 'requested_by_customer' });
    expect(part).toMatchObject({ status: 'succeeded', amount: 2_000, payment_intent });
    expect(await local.receiver.next('charge.refunded')).toMatchObject({
      data: { object: { amount_refunded: 2_000, refunded: false }, previous_attributes: { amount_refunded: 0 } },
    });
    await expect(local.stripe.refunds.create({ payment_intent, amount: 10_001 })).rejects.toMatchObject({
      param: 'amount',
    });
    expect(await local.stripe.refunds.create({ payment_intent })).toMatchObject({ amount: 10_000 });
    await expect(local.stripe.refunds.create({ payment_intent })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    });
    expect((await local.stripe.refunds.list({ payment_intent })).data).toHaveLength(2);
    const intent = await local.stripe.paymentIntents.retrieve(payment_intent, { expand: ['latest_charge.refunds'] });
    expect(intent.latest_charge).toMatchObject({ refunded: true, refunds: { data: [{}, {}] } });
    const refundIds = (await local.stripe.balanceTransactions.list({ type: 'refund' })).data.map(
      ({ source }) => source,
    );
    expect(refundIds).toContain(part.id);
  });

  test('a pending refund can fail', async () => {
    const payment_intent = await local.paidIntent();
    await local.control('refund-status', { status: 'pending' });
    const refund = await local.stripe.refunds.create({ payment_intent });
    expect(refund.status).toBe('pending');
    await local.control(`refunds/${refund.id}/settle`, { outcome: 'failed' });
    await local.receiver.next('refund.failed');
    expect(await local.stripe.refunds.retrieve(refund.id)).toMatchObject({ status: 'failed' });
  });

  test.each(['won', 'lost'])('a dispute is opened and %s', async (status) => {
    const payment_intent = await local.paidIntent();
    await local.control('disputes', { payment_intent });
    const opened = await local.receiver.next('charge.dispute.created');
    expect(opened).toMatchObject({ data: { object: { payment_intent, status: 'needs_response' } } });
    await expect(local.stripe.refunds.create({ payment_intent })).rejects.toMatchObject({ code: 'charge_disputed' });
    const [dispute] = (await local.stripe.disputes.list()).data;
    await local.control(`disputes/${dispute?.id}/close`, { status });
    expect(await local.receiver.next('charge.dispute.closed')).toMatchObject({ data: { object: { status } } });
  });
});
