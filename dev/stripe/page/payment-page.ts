import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Emulator } from '../emulator.ts';
import { readBody, sendHtml } from '../http.ts';
import { declineCard, payByCard, payDelayed } from '../payments/pay-session.ts';
import type { SessionObject, SessionRecord } from '../records.ts';
import { FIELDS, type FormValues, type Payment, readPaymentForm } from './payment-form.ts';
import { asksForTerms, merchantOf, noticeView, paymentView } from './payment-view.ts';

/** Shows a session's payment page and handles its form. */
export async function handlePaymentPage(
  emulator: Emulator,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  // The form is read before the session: while it arrives, the session may be paid in another tab.
  const form = request.method === 'POST' ? new URLSearchParams(await readBody(request)) : null;
  const record = emulator.store.get('session', path.slice('/c/pay/'.length));
  if (!record) return sendHtml(response, 404, noticeView(null, 'Not found', 'This payment page does not exist.', null));
  if (record.session.status !== 'open') return showEnded(response, record.session, form !== null);
  if (!form) return sendHtml(response, 200, paymentView(record, emptyForm(record.session), {}));

  const values = valuesOf(form);
  const read = readPaymentForm(values, { now: emulator.clock(), mustAccept: asksForTerms(record.session) });
  if ('errors' in read) return sendHtml(response, 422, paymentView(record, values, read.errors));
  const { payment } = read;
  const session = pay(emulator, record, payment);
  if (payment.kind === 'declined') {
    return sendHtml(response, 402, paymentView(record, values, { cardNumber: payment.message }));
  }
  redirect(response, successUrl(session));
}

function pay(emulator: Emulator, record: SessionRecord, payment: Payment): SessionObject {
  if (payment.kind === 'card') return payByCard(emulator, record, payment.buyer);
  if (payment.kind === 'declined') return declineCard(emulator, record, payment.buyer);
  return payDelayed(emulator, record, payment.buyer, payment.outcome);
}

function showEnded(response: ServerResponse, session: SessionObject, posted: boolean): void {
  if (session.status !== 'expired' && posted) redirect(response, successUrl(session));
  else sendHtml(response, 200, endedView(session));
}

function endedView(session: SessionObject): string {
  if (session.status === 'expired') {
    const link = session.cancel_url ? { href: session.cancel_url, label: `Back to ${merchantOf(session)}` } : null;
    return noticeView(
      session,
      'This page has expired',
      'This payment page has expired, and nothing was charged.',
      link,
    );
  }
  const isPaid = session.payment_status !== 'unpaid';
  const title = isPaid ? 'This has been paid' : 'Payment processing';
  const text = isPaid ? 'Your payment was successful.' : 'Your bank has not confirmed the payment yet.';
  return noticeView(session, title, text, { href: successUrl(session), label: 'See your order' });
}

function successUrl(session: SessionObject): string {
  return (session.success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', session.id);
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store' }).end();
}

function emptyForm(session: SessionObject): FormValues {
  const email = session.customer_email ?? '';
  return { method: 'card', email, cardNumber: '', expiry: '', cvc: '', name: '', country: 'DE', terms: '' };
}

function valuesOf(form: URLSearchParams): FormValues {
  const values = Object.fromEntries(FIELDS.map((field) => [field, form.get(field) ?? '']));
  return {
    method: 'card',
    email: '',
    cardNumber: '',
    expiry: '',
    cvc: '',
    name: '',
    country: '',
    terms: '',
    ...values,
  };
}
