import { BASE_STYLES } from '../page/base-styles.ts';
import { Html, html, page } from '../page/html.ts';
import type { Message } from './message-store.ts';

const STYLES = `${BASE_STYLES}
main { max-width: 56rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1.4rem; line-height: 1.3; margin: 0 0 1.5rem; text-wrap: balance; overflow-wrap: anywhere; }
h2 { margin: 2rem 0 0.75rem; }
a { color: var(--accent); }
ul { list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--hairline); }
li { border-bottom: 1px solid var(--hairline); }
li a { display: grid; grid-template-columns: 1fr auto; gap: 0.1rem 1rem; padding: 0.9rem 0.5rem; color: inherit; text-decoration: none; }
li a:hover { background: var(--tint); }
li strong, li .quiet { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
time { font-variant-numeric: tabular-nums; color: var(--quiet); font-size: 0.9rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; padding: 1.25rem; background: var(--tint); border-radius: 0.5rem; }
textarea { font: inherit; width: 100%; box-sizing: border-box; min-height: 6rem; padding: 0.6rem 0.75rem; border: 1px solid var(--hairline); border-radius: 0.5rem; background: transparent; color: inherit; }
button { font: inherit; margin-top: 0.5rem; padding: 0.5rem 1rem; }
iframe { width: 100%; height: 36rem; border: 1px solid var(--hairline); border-radius: 0.5rem; background: #ffffff; }
`;

/** All messages, newest first. */
export function listView(messages: Message[]): string {
  const rows = messages.map(
    ({ id, from, to, subject, date }) => html`<li><a href="/messages/${id}">
<strong dir="auto">${subject || '(no subject)'}</strong>${time(date)}
<span class="quiet">${from} → ${to}</span>
</a></li>`,
  );
  const list =
    rows.length === 0
      ? html`<p class="quiet">No mails yet. Reload the page after the shop has sent one.</p>`
      : html`<ul>${rows}</ul>`;
  return page('Mails', STYLES, html`<main><h1>Mails</h1>${list}</main>`);
}

/** Whether there is a form to reply with, and what the shop said to the last reply; '' before. */
type ReplyState = { canReply: boolean; result: string };

/** One message: its text, its HTML in a sandboxed frame, and a form to reply where the shop takes replies. */
export function messageView(message: Message, { canReply, result }: ReplyState): string {
  const { id, from, to, replyTo, subject, date, text } = message;
  return page(
    `${subject || '(no subject)'} – Mails`,
    STYLES,
    html`<main>
<p><a href="/">← All mails</a></p>
<h1 dir="auto">${subject || '(no subject)'}</h1>
<dl><dt>From</dt><dd>${from}</dd><dt>To</dt><dd>${to}</dd>${replyTo && html`<dt>Replies go to</dt><dd>${replyTo}</dd>`}<dt>Arrived</dt><dd>${time(date)}</dd></dl>
<h2>Text</h2>
<pre dir="auto">${linked(text)}</pre>
${
  canReply &&
  /reply\+/.test(replyTo) &&
  html`<h2><label for="reply">Reply</label></h2>
${result && html`<p role="status">The shop said: ${result}</p>`}
<form method="post" action="/messages/${id}/reply"><textarea id="reply" name="text" dir="auto"></textarea><button>Reply</button></form>`
}
${
  message.html !== null &&
  html`<h2>HTML</h2>
<iframe src="/messages/${id}/html" title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>`
}
</main>`,
  );
}

/** The frame's content: the sender's markup, with links that open outside the frame. */
export function messageFrame({ html: markup }: Message): string {
  return `<!doctype html><meta charset="utf-8"><base target="_blank">${markup ?? ''}`;
}

/** Text with its URLs as links. */
function linked(text: string): Html {
  const pieces = text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])/);
  return new Html(
    pieces.map((piece, index) => (index % 2 ? html`<a href="${piece}">${piece}</a>` : html`${piece}`).markup).join(''),
  );
}

function time(date: string): Html {
  return html`<time datetime="${date}">${date.replace('T', ' ').slice(0, 19)} UTC</time>`;
}
