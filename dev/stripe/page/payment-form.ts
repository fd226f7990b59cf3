import { z } from 'zod';
import type { Buyer } from '../payments/buyer.ts';
import type { Outcome } from '../records.ts';
import { isCountry } from './countries.ts';

const METHODS = ['card', 'delayed-succeeds', 'delayed-fails'] as const;
const PAYING_CARD = '4242424242424242';
const DECLINED_CARD = '4000000000000002';

export const FIELDS = ['method', 'email', 'cardNumber', 'expiry', 'cvc', 'name', 'country', 'terms'] as const;
export type Field = (typeof FIELDS)[number];
export type FormValues = Record<Field, string>;
export type FormErrors = Partial<Record<Field, string>>;

export type Payment =
  | { kind: 'card'; buyer: Buyer }
  | { kind: 'declined'; buyer: Buyer; message: string }
  | { kind: 'delayed'; buyer: Buyer; outcome: Outcome };

/** The payment that the form asks for, or the errors of its fields. @param now Unix milliseconds; `mustAccept`: the terms. */
export function readPaymentForm(
  values: FormValues,
  { now, mustAccept }: { now: number; mustAccept: boolean },
): { payment: Payment } | { errors: FormErrors } {
  const method = METHODS.find((one) => one === values.method) ?? 'card';
  const errors: FormErrors = {};
  const email = values.email.trim();
  if (!z.email().safeParse(email).success) errors.email = 'Enter a valid email address.';
  if (!isCountry(values.country)) errors.country = 'Choose your country.';
  if (mustAccept && values.terms !== 'on') errors.terms = 'Agree to the terms of service to pay.';
  if (method === 'card') Object.assign(errors, cardErrors(values, now));
  if (Object.keys(errors).length > 0) return { errors };

  const buyer: Buyer = { email, name: method === 'card' ? values.name.trim() : '', country: values.country };
  if (method !== 'card') {
    return { payment: { kind: 'delayed', buyer, outcome: method === 'delayed-fails' ? 'failed' : 'succeeded' } };
  }
  const number = digitsOf(values.cardNumber);
  if (number === PAYING_CARD) return { payment: { kind: 'card', buyer } };
  const message =
    number === DECLINED_CARD
      ? 'Your card was declined.'
      : 'Your card was declined. This is test mode, and that is not a test card.';
  return { payment: { kind: 'declined', buyer, message } };
}

function cardErrors({ cardNumber, expiry, cvc, name }: FormValues, now: number): FormErrors {
  const errors: FormErrors = {};
  const number = digitsOf(cardNumber);
  if (number.length < 12) errors.cardNumber = 'Your card number is incomplete.';
  else if (number.length > 19 || !passesLuhn(number)) errors.cardNumber = 'Your card number is invalid.';
  const expiryError = checkExpiry(expiry, now);
  if (expiryError) errors.expiry = expiryError;
  if (!/^\d{3,4}$/.test(cvc.trim())) errors.cvc = 'Your card’s security code is incomplete.';
  if (!name.trim()) errors.name = 'Enter the name on your card.';
  return errors;
}

function checkExpiry(expiry: string, now: number): string | undefined {
  const match = /^(\d{1,2})\s*[/ -]?\s*(?:20)?(\d{2})$/.exec(expiry.trim());
  const month = Number(match?.[1]);
  if (!match || month < 1 || month > 12) return 'Enter the expiry as MM / YY.';
  // A card is valid until the end of its month.
  const end = Date.UTC(2000 + Number(match[2]), month, 1);
  return end <= now ? 'Your card’s expiry date is in the past.' : undefined;
}

function digitsOf(text: string): string {
  return text.replace(/[\s-]/g, '').replace(/\D.*$/, '');
}

function passesLuhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, character, index) => {
    const doubled = Number(character) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
