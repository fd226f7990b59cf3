import { type Html, html, page } from '../../page/html.ts';
import { formatAmount } from '../currencies.ts';
import type { Emulator } from '../emulator.ts';
import { INDEX_STYLES } from './styles.ts';

const MAX_ROWS = 50;

/** The latest sessions and events, for developers. */
export function indexPage(emulator: Emulator): string {
  const sessions = emulator.store.list('session').slice(0, MAX_ROWS);
  const events = emulator.store.list('event').slice(0, MAX_ROWS);
  return page(
    'Stripe emulator',
    INDEX_STYLES,
    html`<main>
<header><h1>Stripe emulator</h1><span class="badge">Test mode</span></header>
${table(
  'Checkout sessions',
  ['Created', 'Work', 'Amount', 'Status', 'Payment', 'Session'],
  sessions.map(({ id, session, lineItems }) => [
    time(session.created),
    lineItems[0]?.description ?? '',
    formatAmount(session.amount_total ?? 0, session.currency ?? 'usd'),
    session.status ?? '',
    session.payment_status,
    session.url ? html`<a href="${session.url}">${id}</a>` : id,
  ]),
)}
${table(
  'Events',
  ['Created', 'Type', 'Delivery', 'Attempts', 'Last response', 'Event'],
  events.map((event) => {
    const delivery = emulator.store.get('delivery', event.id);
    const { state = '', attempts = 0, lastAnswer = null } = delivery ?? {};
    return [time(event.created), event.type, state, attempts, lastAnswer, event.id];
  }),
)}
</main>`,
  );
}

function table(title: string, head: string[], rows: (Html | string | number | null)[][]): Html {
  const label = title.toLowerCase().replaceAll(' ', '-');
  const body = rows.map((cells) => {
    const last = cells.length - 1;
    return html`<tr>${cells.map((cell, index) => (index === last ? html`<td class="id">${cell}</td>` : html`<td>${cell}</td>`))}</tr>`;
  });
  return html`<section>
<h2 id="${label}">${title}</h2>
${
  rows.length === 0
    ? html`<p class="quiet">None yet.</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-labelledby="${label}"><table>
<thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${body}</tbody>
</table></div>`
}
</section>`;
}

function time(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, 19);
}
