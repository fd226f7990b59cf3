/**
 * Every error that a person can cause, with the message they read. Anything else that is thrown is a
 * bug or an outage: it is logged with its cause and shown as one generic message.
 */
const MESSAGES = {
  'not-found': 'There is nothing here, or it is not yours.',
  'signed-out': 'Please sign in first.',
  'wrong-sign-in': 'Wrong username or password.',
  suspended: 'This account is suspended. Please contact the people who run this shop.',
  'demo-account': 'Accounts of the demo gallery cannot be used in this shop.',
  'account-closing': 'Your account is being closed, so this is not possible. Keep it first, on your dashboard.',
  'closing-refused': 'Your account cannot be closed yet. The reasons are on this page.',
  'export-in-progress': 'Your data is already being exported. You will get a mail when it is ready.',
  'too-many-exports': 'You can export your data three times a day. Please try again tomorrow.',
  'not-erasable': 'Your data is still needed for this order, so it cannot be removed yet.',
  'too-many-attempts': 'Too many attempts. Please wait a few minutes and try again.',
  'try-later': 'This cannot be done right now. Please try again in a minute.',
  'username-taken': 'This username is already taken.',
  'email-taken': 'There is already an account with this email. Sign in instead?',
  'email-same': 'This already is your email address.',
  'username-same': 'This already is your username.',
  'own-account': 'You cannot suspend your own account.',
  'own-role': 'You cannot change your own role. Another admin can.',
  'wrong-password': 'This is not your current password.',
  'common-password': 'This password is too common. Please choose another.',
  'wrong-code': 'This code is not right, or was used already. Please wait for the next one and try again.',
  'second-factor-needed': 'This account has a second factor. Please sign in with it.',
  'admin-needs-factor':
    'Admins and moderators need a second factor before they act. Set one up in your settings, then try again.',
  'no-second-factor': 'Add a passkey or an authenticator app first.',
  'app-exists': 'This account has an authenticator app already. Remove it before you add another one.',
  'passkey-refused': 'That passkey was not accepted. Please try again.',
  'passkey-unknown': 'No account here has this passkey. Please use another one, or sign in with your password.',
  'passkey-exists': 'This passkey has been added already.',
  'too-many-passkeys': 'An account can have up to twenty passkeys. Please remove one of them first.',
  'last-way-in': 'This is the only way into your account. Add another passkey or a password before you remove it.',
  'scope-not-yours': 'Your account cannot give all of this. Admins need a second factor for what admins see.',
  'too-many-tokens': 'An account can have up to fifty tokens. Please delete one of them first.',
  'sign-in-expired': 'Signing in took too long, or the account has changed. Please start again.',
  'own-work': 'This is your own work; you cannot buy it.',
  'too-many-holds': 'You are buying several works already. Finish or cancel one of those first.',
  'too-many-holds-here':
    'Many works are being bought from your network right now. Please try again when some of those purchases are finished.',
  'reserved-too-often':
    'Your network reserved this work several times without paying. Try again tomorrow, or sign in to an older account.',
  'not-for-sale': 'This work is not for sale.',
  'being-bought': 'Someone else is checking out this work. If they do not finish, it will be available again.',
  sold: 'This work has been sold.',
  'price-changed': 'The price has changed since you opened the page. Please check it again.',
  'payment-refused': 'The payment service did not accept this sale.',
  'not-refundable': 'Only a paid sale that is not in dispute can be refunded.',
  'refund-refused': 'The payment service did not accept this refund. The reason is in the log.',
  'checkout-paid': 'This order was paid before it could be cancelled.',
  'held-or-sold': 'This work is reserved or sold, so it cannot be changed now.',
  'only-drafts': 'Only a draft can be deleted. Unpublish the work first.',
  'has-orders': 'This work has orders, so it cannot be deleted. You can keep it as a draft.',
  'reason-too-long': 'Keep the reason to 500 characters. The event has not been discarded.',
  'no-pictures': 'Add at least one picture before you publish this work.',
  'changed-elsewhere':
    'This was changed in another tab or window since you opened it. Nothing of yours has been saved yet.',
  'admin-link-ended': 'This link has expired, was used already, or the shop has an admin by now.',
  'link-ended': 'This link has expired, was used already, or was replaced by a newer one. Please ask for a new one.',
  'email-unproven': 'Please confirm your email address first: the link is in the mail that we sent you.',
  'too-large': 'This form is larger than it may be. Please shorten what you typed and send it again.',
  'too-many-pictures': 'A work can have up to eight pictures.',
  'too-many-saved': 'You have saved five hundred works, which is as many as there can be. Take one out first.',
  'too-many-drafts': 'You have as many drafts as your account can keep. Please publish or delete one of them first.',
  'pictures-full':
    'Your account has no room for another picture. Remove pictures or drafts that you do not need; their room is free a day later.',
  'webhooks-need-proven-email':
    'To be told of changes, please confirm your email address first: the link is in the mail that we sent you.',
  'too-many-endpoints': 'You have ten endpoints, which is as many as there can be. Delete one of them first.',
  'webhook-url-insecure': 'The URL has to begin with https:// and use its usual port, 443.',
  'webhook-url-credentials': 'Leave the username and password out of the URL: every webhook is signed instead.',
  'webhook-name-unknown': 'No address was found for the host name in this URL. Please check it.',
  'webhook-address-refused':
    'This URL leads to a private or reserved network address, to which the shop sends nothing.',
  'too-many-tests': 'This endpoint has been sent twenty tests in the last hour. Please wait before you send another.',
  'endpoint-off': 'This endpoint is switched off. Switch it on first.',
  'no-import-file': 'Choose a CSV or ZIP file first.',
  'import-running': 'Another import of yours is running. Please wait until it is finished.',
  'no-logo-file': 'Choose a picture first.',
  'logo-too-large': 'A logo may have up to 5 MB.',
  'terms-not-accepted': 'To publish a work, please agree to the shop’s terms on your dashboard first.',
  'terms-changed': 'The terms have changed meanwhile. Please read them again before you agree.',
  'own-artist': 'This is your own page.',
  'case-decided':
    'Somebody else has decided about this meanwhile, or something new has arrived. Please reload the page and look again.',
  'already-answered': 'You have answered this decision already.',
  'nothing-to-answer': 'This decision is not in force any more, so there is nothing to answer.',
  'too-many-follows':
    'You follow five hundred artists, which is as many as there can be. Stop following one of them first.',
  'own-question': 'This is your own work, so there is nobody to ask.',
  'not-askable': 'Questions about this work are not possible at the moment.',
  'nobody-reads': 'The other side has left or is away, so nobody would read this.',
  'blocked-by-them': 'They have chosen to get no more messages from you.',
  'blocked-by-you': 'You have blocked them. Unblock them first, so that they can answer.',
  'too-many-unanswered': 'You have sent three messages that wait for an answer. You can write again once there is one.',
  'too-many-questions': 'You have asked as many questions as there can be in a day. Please go on tomorrow.',
  'too-many-messages': 'You have sent many messages in the last hour. Please wait a while before you send another.',
  'empty-reply': 'Only quoted text was in your mail. Please write your reply above it.',
  'reply-too-long': 'A message can have up to 2,000 characters. Please shorten it, or send it in parts.',
  'no-portrait': 'Choose a picture for your portrait first.',
  'pictures-too-slow': 'Your pictures have kept the shop busy for too long. Please try again in an hour.',
} as const;

export type ErrorCode = keyof typeof MESSAGES;

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(MESSAGES, text);
}

/** An error that a person caused; `message` is written for them. `field` names the form field it belongs to. */
export class ExpectedError extends Error {
  override name = 'ExpectedError';
  readonly code: ErrorCode;
  readonly field: string | undefined;

  constructor(code: ErrorCode, field?: string) {
    super(MESSAGES[code]);
    this.code = code;
    this.field = field;
  }
}

/** Several of them at once, each with its field, so that people see all in one round. */
export class ExpectedErrors extends Error {
  override name = 'ExpectedErrors';
  readonly errors: readonly ExpectedError[];

  constructor(errors: readonly ExpectedError[]) {
    super(errors.map(({ message }) => message).join(' '));
    this.errors = errors;
  }
}

/** @throws the only error as it is, several as `ExpectedErrors`; returns if there is none. */
export function throwAll(errors: readonly ExpectedError[]): void {
  const [first, second] = errors;
  if (second) throw new ExpectedErrors(errors);
  if (first) throw first;
}
