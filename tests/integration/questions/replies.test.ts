import { beforeAll, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { askQuestion } from '#lib/questions/ask-question.ts';
import { blockThread } from '#lib/questions/block-thread.ts';
import { sendMessage } from '#lib/questions/send-message.ts';
import { POST } from '../../../app/api/mail/replies/route.ts';
import { makePost, makeUser } from '../../support/database/factories.ts';
import { receiveMails } from '../../support/mail/receive-mails.ts';

const SECRET = 'for-tests-only-for-tests-only-for-tests';
process.env.INBOUND_MAIL_SECRET = SECRET;
process.env.MAIL_FROM = 'Galerie Nord <shop@example.org>';
const { mailsTo } = await receiveMails();

let artist: Viewer;
let asker: Viewer;
let thread: string;
/** Of the address to which the artist replies. */
let replyTo: string;

beforeAll(async () => {
  artist = await makeUser({ displayName: 'Mira Castellan' });
  asker = await makeUser({ displayName: 'Bo\r\nBcc: everybody@example.org' });
  const post = await makePost({ artistId: artist.id });
  thread = await askQuestion(asker, post.slug, { text: 'Is it framed?', creationKey: null });
  const [mail] = await mailsTo(artist.email);
  replyTo = /reply\+[0-9a-f]{40}@example\.org/.exec(mail?.replyTo ?? '')?.[0] ?? '';
});

async function post(raw: string | Buffer, secret = SECRET): Promise<string> {
  const response = await POST(
    new Request('http://localhost:3000/api/mail/replies', {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'message/rfc822' },
      body: typeof raw === 'string' ? raw : new Uint8Array(raw),
    }),
  );
  return response.ok ? (await response.text()).trim() : String(response.status);
}

let number = 0;
/** A mail to the artist’s address for replies, from anybody. */
const mailOf = (body: string, headers: Record<string, string> = {}) =>
  `${Object.entries({
    From: 'Somebody <anybody@example.net>',
    To: replyTo,
    'Message-ID': `<${++number}@example.net>`,
    'Content-Type': 'text/plain; charset=utf-8',
    ...headers,
  })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n${body}`;

const lastMessage = () =>
  db().threadMessage.findFirst({
    where: { threadId: thread },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { side: true, text: true, attachmentsDropped: true },
  });

/** So that the artist may write again. */
const askAgain = () => sendMessage({ viewer: asker, id: thread }, { text: 'And?', creationKey: null });

test('the mail to the artist names who asks and the shop, and no address of theirs', async () => {
  const [mail] = await mailsTo(artist.email);
  expect(mail?.from).toBe('"Bo Bcc: everybody@example.org via Galerie Nord" <shop@example.org>');
  expect(mail?.replyTo).toContain(replyTo);
  expect(mail?.text).toContain('Please write your reply above this line');
  expect(JSON.stringify(mail)).not.toContain(asker.email);
});

test('the token in the address decides whose reply it is, and the same mail counts once', async () => {
  const raw = mailOf(
    'Yes, in oak.\r\n\r\nOn Monday, Bo via Galerie Nord <shop@example.org> wrote:\r\n> Is it framed?\r\n',
  );
  expect(await post(raw)).toBe('stored');
  expect(await post(raw)).toBe('repeated');
  expect(await lastMessage()).toEqual({ side: 'artist', text: 'Yes, in oak.', attachmentsDropped: 0 });
  const [answer] = await mailsTo(asker.email);
  expect(answer?.text).toContain('Yes, in oak.');
  expect(JSON.stringify(answer)).not.toMatch(new RegExp(`anybody|${artist.email}`));
  const own = /reply\+[0-9a-f]{40}@example\.org/.exec(answer?.replyTo ?? '')?.[0];
  expect(own).toMatch(/^reply/);
  expect(own).not.toBe(replyTo);
  expect(await post(mailOf('Thanks.', { To: 'x@example.net', 'Delivered-To': own?.toUpperCase() ?? '' }))).toBe(
    'stored',
  );
  expect(await lastMessage()).toMatchObject({ side: 'asker', text: 'Thanks.' });
});

test('other character sets, HTML alone, and attachments', async () => {
  const type = { 'Content-Type': 'text/plain; charset=iso-8859-15', 'Content-Transfer-Encoding': '8bit' };
  expect(await post(Buffer.from(mailOf('Für 5 \xa4, mit Rahmen.', type), 'latin1'))).toBe('stored');
  expect(await lastMessage()).toMatchObject({ text: 'Für 5 €, mit Rahmen.' });
  await askAgain();
  const html =
    '<p>Yes &amp; <b>framed</b></p><p>In oak</p><div class="gmail_quote">On …<blockquote>Is it?</blockquote></div><script>x</script>';
  expect(await post(mailOf(html, { 'Content-Type': 'text/html' }))).toBe('stored');
  expect(await lastMessage()).toMatchObject({ text: 'Yes & framed\n\nIn oak' });
  await askAgain();
  const parts = [
    'Content-Type: text/plain\r\n\r\nSee the picture.',
    'Content-Type: image/png\r\nContent-Disposition: attachment; filename="a.png"\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=',
  ];
  const mixed = `--b\r\n${parts.join('\r\n--b\r\n')}\r\n--b--\r\n`;
  expect(await post(mailOf(mixed, { 'Content-Type': 'multipart/mixed; boundary=b' }))).toBe('stored');
  expect(await lastMessage()).toEqual({ side: 'artist', text: 'See the picture.', attachmentsDropped: 1 });
  const answers = await mailsTo(asker.email);
  expect(answers.find(({ text }) => text.includes('See the picture.'))?.text).toContain('An attachment was left out.');
  await askAgain();
});

test('the address of the one who replies does not go on, in whatever head it was quoted', async () => {
  const quoted = `Jah.\r\n\r\nKellele: Mira <${artist.email.toUpperCase()}>\r\nTeema: Q\r\n\r\nIs it framed?`;
  expect(await post(mailOf(quoted))).toBe('stored');
  expect(await lastMessage()).toMatchObject({ text: 'Jah.\n\nKellele: Mira <…>\nTeema: Q\n\nIs it framed?' });
  await askAgain();
});

test('programs, strangers and broken mails change nothing', async () => {
  const before = await db().threadMessage.count();
  expect(await post(mailOf('I am away.', { 'Auto-Submitted': 'auto-replied' }))).toBe('automatic');
  expect(await post(mailOf('It bounced.', { 'Return-Path': '<>' }))).toBe('automatic');
  expect(await post(mailOf('Hello', { To: `reply+${'0'.repeat(40)}@example.org` }))).toBe('unknown');
  expect(await post(mailOf('Hello', { To: 'shop@example.org' }))).toBe('unknown');
  for (const raw of ['', '\0\xff\r\n\r\n', Buffer.alloc(100_000, 0xff)]) expect(await post(raw)).toBe('unknown');
  const nested = `${'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n'.repeat(5_000)}`;
  expect(await post(`To: ${replyTo}\r\n${nested}`)).toBe('unreadable');
  expect(await post(`To: ${replyTo}\r\n${'X-A: b\r\n'.repeat(100_000)}\r\nHello`)).toBe('unreadable');
  expect(await post(mailOf('Hello'), 'wrong')).toBe('401');
  expect(await post('a'.repeat(10 * 1024 * 1024 + 1))).toBe('413');
  expect(await db().threadMessage.count()).toBe(before);
});

test('a mail that cannot be passed on is answered in one sentence, to the stored address, a few times a day', async () => {
  const before = await db().threadMessage.count();
  const refusals = async () =>
    (await mailsTo(artist.email)).filter(({ subject }) => subject.includes('was not passed on'));
  expect(await post(mailOf('> only quoted'))).toBe('refused');
  expect((await refusals())[0]?.text).toContain('Only quoted text was in your mail.');
  expect(await post(mailOf(`${'word '.repeat(410)}`))).toBe('refused');
  expect((await refusals())[0]?.text).toContain('A message can have up to 2,000 characters.');
  await db().message.deleteMany({ where: { threadId: thread, kind: 'reply-refused' } });
  await blockThread({ viewer: artist, id: thread }, true);
  expect(await post(mailOf('From me, who wants none'))).toBe('refused');
  expect((await refusals())[0]?.text).toContain('You have blocked them.');
  await blockThread({ viewer: artist, id: thread }, false);
  await blockThread({ viewer: asker, id: thread }, true);
  for (let count = 0; count < 3; count++) expect(await post(mailOf('Hello?'))).toBe('refused');
  const told = await refusals();
  expect(told).toHaveLength(5);
  expect(told[0]?.text).toContain('They have chosen to get no more messages from you.');
  expect(await db().threadMessage.count()).toBe(before);
});
