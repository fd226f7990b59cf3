/**
 * Everything that a person can cause, with the sentence that he reads. Anything else that is thrown
 * is a fault of ours: it is logged with its cause and shown as one generic sentence.
 */
const SENTENCES = {
  'not-found': 'There is nothing here, or it is not yours.',
  'signed-out': 'Please sign in first.',
  'wrong-sign-in': 'Wrong username or password.',
  suspended: 'This account is suspended. Please write to the people who run this place.',
  'too-many-attempts': 'Too many attempts. Please wait a few minutes and try again.',
  'try-later': 'This cannot be done right now. Please try again in a minute.',
  'username-taken': 'Somebody already has this username.',
  'email-taken': 'There is an account with this email already. Sign in instead?',
  'own-account': 'You cannot suspend your own account.',
  'wrong-password': 'This is not your current password.',
  'common-password': 'This password is one of the first that attackers try. Please choose another.',
  'own-work': 'This is your own work; you cannot buy it.',
  'too-many-holds': 'You are buying several works already. Finish or cancel one of those first.',
  'too-many-holds-here':
    'Many works are being bought from your network right now. Please try again when some of those purchases are finished.',
  'not-for-sale': 'This work is not for sale.',
  'being-bought': 'Somebody is buying this work right now. If they do not finish, it will be available again.',
  sold: 'This work has been sold.',
  'price-changed': 'The price has changed since you opened the page. Please look at it again.',
  'payment-refused': 'The payment service did not accept this sale. Nothing was charged.',
  'not-refundable': 'Only a sale that is paid, and is not in dispute, can be refunded.',
  'refund-refused': 'The payment service does not accept this refund. Its reason is in the log.',
  'checkout-paid': 'This work was paid before it could be cancelled.',
  'held-or-sold': 'Somebody is buying this work, or has bought it. It cannot be changed now.',
  'only-drafts': 'Only a draft can be deleted. Take the work out of the gallery first.',
  'has-orders': 'People have begun to buy this work before, so its record stays. It can remain a draft.',
  'no-pictures': 'Add at least one picture before you list this work.',
  'too-many-pictures': 'A work can have up to eight pictures.',
} as const;

export type ErrorCode = keyof typeof SENTENCES;

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(SENTENCES, text);
}

/** An error that a person caused; `message` is written for him. `field` names the form field it belongs to. */
export class ExpectedError extends Error {
  override name = 'ExpectedError';
  readonly code: ErrorCode;
  readonly field: string | undefined;

  constructor(code: ErrorCode, field?: string) {
    super(SENTENCES[code]);
    this.code = code;
    this.field = field;
  }
}
