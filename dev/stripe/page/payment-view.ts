import { type Html, html, page } from '../../page/html.ts';
import { formatAmount } from '../currencies.ts';
import type { LineItemObject, SessionObject, SessionRecord } from '../records.ts';
import { ACCOUNT_NAME } from '../resources/build-session.ts';
import { COUNTRIES } from './countries.ts';
import { FIELDS, type Field, type FormErrors, type FormValues } from './payment-form.ts';
import { PAYMENT_STYLES } from './styles.ts';

/** What the payment page calls who is paid. Sessions of older journals have no such field. */
export const merchantOf = ({ branding_settings }: SessionObject): string =>
  branding_settings?.display_name || ACCOUNT_NAME;

export const asksForTerms = ({ consent_collection }: SessionObject): boolean =>
  consent_collection?.terms_of_service === 'required';

type InputOptions = { autocomplete: string; numeric?: boolean; placeholder?: string };

/** The payment page; `values` fill the form again, with their errors. */
export function paymentView(record: SessionRecord, values: FormValues, errors: FormErrors): string {
  const { session, lineItems, picture, productDescription } = record;
  const price = (amount: number) => formatAmount(amount, session.currency ?? 'usd', localeOf(session));
  const total = price(session.amount_total ?? 0);
  const title = `${Object.keys(errors).length > 0 ? 'Error: ' : ''}Pay ${total} to ${merchantOf(session)}`;
  return page(
    title,
    PAYMENT_STYLES,
    html`<div class="split">
<header class="summary"><div class="column">
${merchantLine(session)}
${picture && html`<img class="picture" src="${picture}" alt="">`}
<h1 dir="auto">${lineItems[0]?.description}</h1>
${productDescription && html`<p class="quiet" dir="auto">${productDescription}</p>`}
<p class="amount">${total}</p>
${(lineItems.length > 1 || (lineItems[0]?.quantity ?? 1) > 1) && itemList(lineItems, price)}
</div></header>
<main class="payment"><div class="column">
<h2>Payment</h2>
${paymentForm(session, total, { values, errors })}
<details><summary>Test cards</summary>
<p><code>4242 4242 4242 4242</code> pays, <code>4000 0000 0000 0002</code> is declined. Any future expiry, any CVC.
A bank debit completes the session at once; the payment succeeds or fails a few seconds later.</p></details>
</div></main>
</div>`,
  );
}

/** A page with a message and one link. */
export function noticeView(
  session: SessionObject | null,
  title: string,
  text: string,
  link: { href: string; label: string } | null,
): string {
  const merchant = session ? merchantOf(session) : ACCOUNT_NAME;
  return page(
    `${title} – ${merchant}`,
    PAYMENT_STYLES,
    html`<main class="notice">
<p class="merchant">${merchant} <span class="badge">Test mode</span></p>
<h1>${title}</h1>
<p class="quiet">${text}</p>
${link && html`<a class="button" href="${link.href}">${link.label}</a>`}
</main>`,
  );
}

function merchantLine(session: SessionObject): Html {
  const merchant = merchantOf(session);
  const back = session.cancel_url && html`<a href="${session.cancel_url}" aria-label="Back to ${merchant}">← Back</a>`;
  return html`<p class="merchant">${back} <span>${merchant}</span> <span class="badge">Test mode</span></p>`;
}

function itemList(items: LineItemObject[], price: (amount: number) => string): Html {
  const rows = items.map((item) => {
    const quantity = item.quantity > 1 && html` <span class="quiet">× ${item.quantity}</span>`;
    return html`<li><span>${item.description}${quantity}</span> <span>${price(item.amount_total)}</span></li>`;
  });
  return html`<ul class="items">${rows}</ul>`;
}

type Form = { values: FormValues; errors: FormErrors };

function paymentForm(session: SessionObject, total: string, { values, errors }: Form): Html {
  const focused = FIELDS.find((field) => errors[field]);
  const field = (name: Field, label: string, options: InputOptions) => {
    const { autocomplete, numeric, placeholder } = options;
    return html`<div>
<label for="${name}">${label}</label>
<input id="${name}" name="${name}" type="${name === 'email' ? 'email' : 'text'}" value="${values[name]}" autocomplete="${autocomplete}"
${numeric && html`inputmode="numeric"`} ${placeholder && html`placeholder="${placeholder}"`} ${invalid(name, errors, focused)}>
${errorText(name, errors)}
</div>`;
  };
  return html`<form method="post" novalidate>
${field('email', 'Email', { autocomplete: 'email' })}
<fieldset><legend>Payment method</legend><div class="methods">
${radio('card', 'Card', values)}
${radio('delayed-succeeds', 'Bank debit (delayed), succeeds later', values)}
${radio('delayed-fails', 'Bank debit (delayed), fails later', values)}
</div></fieldset>
<fieldset class="card"><legend>Card</legend>
${field('cardNumber', 'Card number', { autocomplete: 'cc-number', numeric: true, placeholder: '1234 1234 1234 1234' })}
<div class="pair">
${field('expiry', 'Expiry (MM / YY)', { autocomplete: 'cc-exp', numeric: true })}
${field('cvc', 'CVC', { autocomplete: 'cc-csc', numeric: true })}
</div>
${field('name', 'Name on card', { autocomplete: 'cc-name' })}
</fieldset>
<div>
<label for="country">Country</label>
<select id="country" name="country" autocomplete="country" ${invalid('country', errors, focused)}>
${COUNTRIES.map(({ code, name }) => html`<option value="${code}" ${code === values.country && html`selected`}>${name}</option>`)}
</select>
${errorText('country', errors)}
</div>
${asksForTerms(session) && termsField(session, { values, errors }, focused)}
<button type="submit">Pay ${total}</button>
${customText(session.custom_text.submit?.message)}
</form>`;
}

function termsField({ custom_text }: SessionObject, { values, errors }: Form, focused: Field | undefined): Html {
  const message = custom_text.terms_of_service_acceptance?.message ?? 'I agree to the terms of service.';
  return html`<div>
<label><input type="checkbox" name="terms" value="on" ${values.terms === 'on' && html`checked`} ${invalid('terms', errors, focused)}>
<span>${withLinks(message)}</span></label>
${errorText('terms', errors)}
</div>`;
}

const customText = (message: string | undefined): Html | false =>
  message !== undefined && html`<p class="quiet">${withLinks(message)}</p>`;

/** Of Markdown, Stripe's texts have links. */
const withLinks = (message: string): (string | Html)[] =>
  message.split(/(\[[^\]]+\]\(https?:[^)]+\))/).map((part) => {
    const [, text, href] = /^\[([^\]]+)\]\((https?:[^)]+)\)$/.exec(part) ?? [];
    return text && href ? html`<a href="${href}" target="_blank" rel="noreferrer">${text}</a>` : part;
  });

function radio(value: string, label: string, values: FormValues): Html {
  const checked = values.method === value && html`checked`;
  return html`<label><input type="radio" name="method" value="${value}" ${checked}> ${label}</label>`;
}

function invalid(name: Field, errors: FormErrors, focused: Field | undefined): Html | false {
  if (!errors[name]) return false;
  return html`aria-invalid="true" aria-describedby="${name}-error" ${focused === name && html`autofocus`}`;
}

function errorText(name: Field, errors: FormErrors): Html | false {
  const message = errors[name];
  return message !== undefined && html`<p class="error" id="${name}-error">${message}</p>`;
}

function localeOf({ locale }: SessionObject): string {
  return locale && locale !== 'auto' && Intl.NumberFormat.supportedLocalesOf([locale]).length > 0 ? locale : 'en';
}
