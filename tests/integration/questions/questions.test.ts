import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { EXPORT_PARTS, partText } from '#lib/leaving/export/export-parts.ts';
import { askQuestion } from '#lib/questions/ask-question.ts';
import { blockThread } from '#lib/questions/block-thread.ts';
import { confirmQuestion, findUnconfirmedQuestion } from '#lib/questions/confirm-question.ts';
import { deleteOldQuestions } from '#lib/questions/delete-old-questions.ts';
import { eraseThread } from '#lib/questions/erase-threads.ts';
import { getThread } from '#lib/questions/get-thread.ts';
import { countWaitingThreads, listThreads, THREADS_PAGE_SIZE } from '#lib/questions/list-threads.ts';
import { remindArtists } from '#lib/questions/remind-artists.ts';
import { requestQuestion } from '#lib/questions/request-question.ts';
import { sendMessage } from '#lib/questions/send-message.ts';
import { reportMessage } from '#lib/reports/report-message.ts';
import { readKeysetCursor } from '#lib/schemas/keyset-cursor.ts';
import { type CreatedPost, makePost, makeUser, uniqueName } from '../../support/database/factories.ts';
import { receiveMails } from '../../support/mail/receive-mails.ts';
import { closeForGood, everythingStored } from '../leaving/leaving-fixture.ts';

const { mailsTo } = await receiveMails();
const FROM_HERE = { address: null, network: null };
const says = (text: string, creationKey: string | null = null) => ({ text, creationKey });
const newAddress = () => `${uniqueName('guest')}@example.org`;

let artist: Viewer;
let asker: Viewer;
let post: CreatedPost;

beforeEach(async () => {
  await db().thread.deleteMany();
  artist = await makeUser({ displayName: 'Mira Castellan' });
  asker = await makeUser({ displayName: 'Bo Buyer' });
  post = await makePost({ artistId: artist.id, title: 'Harbour in fog' });
});

const askAsGuest = (email: string, text = 'Is it framed?', slug = post.slug) =>
  requestQuestion({ slug, name: 'Ada', email, text }, FROM_HERE);

async function confirmationOf(email: string): Promise<string> {
  for (const { text } of await mailsTo(email)) {
    const found = /\/messages\/confirm\?token=([\w-]+)/.exec(text)?.[1];
    if (found) return found;
  }
  throw new Error(`no link was sent to ${email}`);
}

/** A guest's thread. @returns the token of its link */
async function askAndConfirm(email: string, text?: string): Promise<string> {
  await askAsGuest(email, text);
  return confirmQuestion(await confirmationOf(email));
}

test('a guest’s question reaches the artist once the link in the mail was used, which has nothing in it that they typed', async () => {
  const email = newAddress();
  await askAsGuest(email, 'Is it framed? See https://evil.example');
  const [mail] = await mailsTo(email);
  expect(mail?.subject).toBe('Send your question about “Harbour in fog”?');
  expect(`${mail?.text}${mail?.html}`).not.toMatch(/framed|evil|Ada/);
  expect(await mailsTo(artist.email)).toEqual([]);
  expect(await db().thread.count({ where: { artistId: artist.id } })).toBe(0);
  const token = await confirmationOf(email);
  expect(await findUnconfirmedQuestion(token)).toMatchObject({ name: 'Ada', work: 'Harbour in fog' });
  const link = await confirmQuestion(token);
  await expect(confirmQuestion(token)).rejects.toMatchObject({ code: 'link-ended' });
  expect(await findUnconfirmedQuestion('\0')).toBeNull();

  const [question] = await mailsTo(artist.email);
  expect(question).toMatchObject({ subject: 'Question about “Harbour in fog”' });
  expect(question?.from).toContain('Ada via MakeYourSpace');
  expect(question?.text).toContain('Is it framed?');
  expect(question?.text).not.toContain('https://evil.example');
  expect(JSON.stringify(question)).not.toContain(email);
  // Without INBOUND_MAIL_SECRET.
  expect(question?.replyTo).not.toContain('reply+');
  expect(question?.text).toContain('a reply to this mail does not reach Ada');
  await db().thread.updateMany({ where: { artistId: artist.id }, data: { askerName: 'https://evil.example' } });
  await sendMessage({ token: link }, says('And signed?'));
  const [named] = await mailsTo(artist.email);
  expect(named?.text).toContain('does not reach https:');
  expect(named?.text).not.toContain('https://evil.example');

  const [row] = (await listThreads(artist, 'waiting', null)).rows;
  await sendMessage({ viewer: artist, id: row?.id ?? '' }, says('Yes, in oak.'));
  const [answer] = await mailsTo(email);
  expect(answer?.subject).toBe('Answer about “Harbour in fog”');
  expect(answer?.text).toContain(`/messages?token=${link}`);
  expect(JSON.stringify(answer)).not.toContain(artist.email);
  const thread = await getThread({ token: link }, null);
  expect(thread).toMatchObject({ side: 'asker', other: 'Mira Castellan', refusal: null, work: { slug: post.slug } });
  expect(thread?.messages.map(({ isOwn, text }) => [isOwn, text])).toEqual([
    [true, 'Is it framed? See https://evil.example'],
    [true, 'And signed?'],
    [false, 'Yes, in oak.'],
  ]);
  expect(JSON.stringify([thread, await getThread({ viewer: artist, id: row?.id ?? '' }, null)])).not.toMatch(/@/);
});

test('somebody signed in asks at once, again in the same thread, and a form that is sent twice counts once', async () => {
  const id = await askQuestion(asker, post.slug, says('First', 'a'));
  expect(await askQuestion(asker, post.slug, says('First', 'a'))).toBe(id);
  expect(await askQuestion(asker, post.slug, says('Second', 'b'))).toBe(id);
  expect((await getThread({ viewer: asker, id }, null))?.messages).toHaveLength(2);
  expect(await mailsTo(artist.email)).toHaveLength(2);
  expect(await countWaitingThreads(artist)).toBe(1);
  await askQuestion(asker, post.slug, says('Third'));
  await expect(askQuestion(asker, post.slug, says('Fourth'))).rejects.toMatchObject({ code: 'too-many-unanswered' });
  await sendMessage({ viewer: artist, id }, says('Yes.'));
  expect(await countWaitingThreads(artist)).toBe(0);
  await sendMessage({ viewer: asker, id }, says('Thanks.'));
  const stranger = await makeUser();
  for (const ref of [{ viewer: stranger, id }, { token: 'x'.repeat(43) }, { token: '' }]) {
    expect(await getThread(ref, null)).toBeNull();
    await expect(sendMessage(ref, says('Hello'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(blockThread(ref, true)).rejects.toMatchObject({ code: 'not-found' });
  }
});

test('there are works about which nobody can ask', async () => {
  const ask = (slug: string, viewer = asker) => askQuestion(viewer, slug, says('Hello'));
  const sold = await makePost({ artistId: artist.id, status: 'SOLD' });
  await ask(sold.slug);
  await expect(ask(post.slug, artist)).rejects.toMatchObject({ code: 'own-question' });
  await expect(ask(post.slug, { ...asker, isEmailProven: false })).rejects.toMatchObject({ code: 'email-unproven' });
  const hidden = await makePost({ artistId: artist.id, hiddenAt: new Date() });
  const draft = await makePost({ artistId: artist.id, status: 'DRAFT' });
  for (const slug of [hidden.slug, draft.slug, 'nothing'])
    await expect(ask(slug)).rejects.toMatchObject({ code: 'not-askable' });
  const email = newAddress();
  await askAsGuest(email);
  const token = await confirmationOf(email);
  const thread = await ask(post.slug);
  await db().user.update({ where: { id: artist.id }, data: { suspendedAt: new Date() } });
  await expect(confirmQuestion(token)).rejects.toMatchObject({ code: 'not-askable' });
  await expect(ask(sold.slug)).rejects.toMatchObject({ code: 'not-askable' });
  await expect(sendMessage({ viewer: asker, id: thread }, says('?'))).rejects.toMatchObject({ code: 'nobody-reads' });
});

test('whose address is an account’s asks as that account, and an account has what its address has asked', async () => {
  const later = newAddress();
  const link = await askAndConfirm(later);
  await askAndConfirm(asker.email, 'As a guest');
  const [own] = (await listThreads(asker, 'asked', null)).rows;
  expect(own).toMatchObject({ other: 'Mira Castellan', excerpt: 'As a guest', isOwnLast: true });
  expect((await listThreads(artist, 'received', null)).rows.map(({ other }) => other).sort()).toEqual([
    'Ada',
    'Bo Buyer',
  ]);
  const account = await makeUser({ email: later });
  expect((await listThreads(account, 'asked', null)).rows).toHaveLength(1);
  expect((await listThreads({ ...account, isEmailProven: false }, 'asked', null)).rows).toEqual([]);
  const id = await askQuestion(account, post.slug, says('Now with an account'));
  expect((await getThread({ token: link }, null))?.id).toBe(id);
  await askAsGuest(artist.email);
  await expect(confirmQuestion(await confirmationOf(artist.email))).rejects.toMatchObject({ code: 'own-question' });
});

test('who is blocked reads it in a sentence, writes nothing more, and gets no mail', async () => {
  const id = await askQuestion(asker, post.slug, says('Rude'));
  const other = await makePost({ artistId: artist.id });
  await blockThread({ viewer: artist, id }, true);
  await expect(sendMessage({ viewer: asker, id }, says('Ruder'))).rejects.toMatchObject({ code: 'blocked-by-them' });
  await expect(askQuestion(asker, other.slug, says('Hello'))).rejects.toMatchObject({ code: 'blocked-by-them' });
  await expect(sendMessage({ viewer: artist, id }, says('You too'))).rejects.toMatchObject({ code: 'blocked-by-you' });
  expect(await countWaitingThreads(artist)).toBe(0);
  await blockThread({ viewer: artist, id }, false);
  await askQuestion(asker, other.slug, says('Sorry'));
  await blockThread({ viewer: asker, id }, true);
  await expect(sendMessage({ viewer: artist, id }, says('Fine'))).rejects.toMatchObject({ code: 'blocked-by-them' });
  const third = await makePost({ artistId: artist.id });
  await expect(askQuestion(asker, third.slug, says('Hello'))).rejects.toMatchObject({ code: 'blocked-by-you' });
});

test('a block holds for an account and for what its address asked before, whichever is blocked', async () => {
  const link = await askAndConfirm(newAddress());
  const [guest] = await db().thread.findMany({ where: { artistId: artist.id } });
  const account = await makeUser({ email: guest?.askerEmail ?? '' });
  const id = await askQuestion(account, (await makePost({ artistId: artist.id })).slug, says('With an account'));
  expect(id).not.toBe(guest?.id);
  for (const blocked of [guest?.id ?? '', id]) {
    await blockThread({ viewer: artist, id: blocked }, true);
    for (const ref of [{ viewer: account, id }, { token: link }])
      await expect(sendMessage(ref, says('?'))).rejects.toMatchObject({ code: 'blocked-by-them' });
    await blockThread({ viewer: artist, id: blocked }, false);
  }
  // An address that was only typed is nobody's.
  await db().user.update({ where: { id: account.id }, data: { emailProvenAt: null } });
  await blockThread({ viewer: artist, id }, true);
  await sendMessage({ token: link }, says('?'));
});

test('what cannot be answered does not wait for an answer', async () => {
  const id = await askQuestion(asker, post.slug, says('Hello?'));
  await db().$executeRaw`UPDATE threads SET awaits_since = awaits_since - interval '4 days'`;
  const expectWaiting = async (waits: boolean) => {
    expect(await countWaitingThreads(artist)).toBe(Number(waits));
    expect((await listThreads(artist, 'received', null)).rows).toMatchObject([{ waits }]);
  };
  await expectWaiting(true);
  for (const viewer of [artist, asker]) {
    await blockThread({ viewer, id }, true);
    await expectWaiting(false);
    await blockThread({ viewer, id }, false);
  }
  await db().user.update({ where: { id: asker.id }, data: { suspendedAt: new Date() } });
  await expectWaiting(false);
  expect(await remindArtists()).toBe(0);
  await db().user.update({ where: { id: asker.id }, data: { suspendedAt: null } });
  expect(await remindArtists()).toBe(1);
});

test('a case is named by whole characters of its message', async () => {
  const id = await askQuestion(asker, post.slug, says(`${'a'.repeat(79)}🖼 and more`));
  const [message] = (await getThread({ viewer: artist, id }, null))?.messages ?? [];
  await reportMessage({ viewer: artist, id }, message?.id ?? '', 'Rude');
  const found = await db().reportCase.findFirst({ where: { subjectId: message?.id ?? '' } });
  expect(found?.subjectName).toBe(`${'a'.repeat(79)}🖼`);
});

test('only the other side reports a message, once', async () => {
  const id = await askQuestion(asker, post.slug, says('Pay me outside'));
  const [message] = (await getThread({ viewer: artist, id }, null))?.messages ?? [];
  const messageId = message?.id ?? '';
  await expect(reportMessage({ viewer: asker, id }, messageId, 'Mine')).rejects.toMatchObject({ code: 'not-found' });
  await reportMessage({ viewer: artist, id }, messageId, 'A fraud');
  await reportMessage({ viewer: artist, id }, messageId, 'Again');
  expect(await db().threadMessage.findFirst({ where: { id: messageId } })).toMatchObject({ reportedReason: 'A fraud' });
  expect((await getThread({ viewer: artist, id }, null))?.messages[0]?.isReported).toBe(true);
  expect((await getThread({ viewer: asker, id }, null))?.messages[0]?.isReported).toBe(false);
  // It waits in the moderators' queue, with all of its text.
  const cases = await db().reportCase.findMany({ where: { subjectId: messageId }, include: { reports: true } });
  expect(cases).toMatchObject([
    { subjectKind: 'message', subjectName: 'Pay me outside', artistId: asker.id, isOpen: true },
  ]);
  expect(cases[0]?.reports.map(({ text }) => text)).toEqual(['A fraud\n\nThe message:\nPay me outside']);
  // The texts stay for those who look at the report; who asked does not.
  await eraseThread({ viewer: asker, id });
  expect(await getThread({ viewer: asker, id }, null)).toBeNull();
  expect(await getThread({ viewer: artist, id }, null)).toMatchObject({ other: 'Somebody who has left' });
  expect(await db().message.count({ where: { threadId: id } })).toBe(0);
  expect(await db().reportCase.findFirst({ where: { subjectId: messageId } })).toMatchObject({ artistId: null });
});

test('who asked deletes the thread for both, and an artist cannot', async () => {
  const link = await askAndConfirm(newAddress());
  const [row] = (await listThreads(artist, 'received', null)).rows;
  await expect(eraseThread({ viewer: artist, id: row?.id ?? '' })).rejects.toMatchObject({ code: 'not-found' });
  await eraseThread({ token: link });
  expect(await db().thread.count({ where: { artistId: artist.id } })).toBe(0);
});

test('an artist is reminded once, after three days, and again only of a later question', async () => {
  const id = await askQuestion(asker, post.slug, says('Hello?'));
  const passDays = (days: number) =>
    db().$executeRaw`UPDATE threads SET awaits_since = awaits_since - make_interval(days => ${days}::int)`;
  const reminders = async () =>
    (await mailsTo(artist.email)).filter(({ subject }) => subject.includes('waits for you')).length;
  expect(await remindArtists()).toBe(0);
  await passDays(4);
  const queued = await Promise.all([remindArtists(), remindArtists(), remindArtists()]);
  expect(queued.reduce((sum, count) => sum + count)).toBe(1);
  await passDays(30);
  expect(await remindArtists()).toBe(0);
  expect(await reminders()).toBe(1);
  await sendMessage({ viewer: artist, id }, says('Yes.'));
  await passDays(30);
  expect(await remindArtists()).toBe(0);
  await sendMessage({ viewer: asker, id }, says('And?'));
  await passDays(4);
  await blockThread({ viewer: artist, id }, true);
  expect(await remindArtists()).toBe(0);
  await blockThread({ viewer: artist, id }, false);
  expect(await remindArtists()).toBe(1);
  // Answered before the mail was sent.
  await sendMessage({ viewer: artist, id }, says('Done.'));
  expect(await reminders()).toBe(1);
});

test('limits: questions that wait, works in a day, messages in an hour, and addresses', async () => {
  const email = newAddress();
  for (let count = 0; count < 5; count++) await askAsGuest(email, `Question ${count}`);
  await askAsGuest(email, 'Question 0');
  await expect(askAsGuest(email, 'Question 5')).rejects.toMatchObject({ code: 'too-many-questions' });
  expect(await mailsTo(email)).toHaveLength(5);
  await db().message.updateMany({
    where: { recipient: email },
    data: { createdAt: new Date(Date.now() - 11 * 60_000) },
  });
  for (let count = 0; count < 2; count++) await askAsGuest(email, 'Question 0');
  expect(await mailsTo(email)).toHaveLength(6);
  const from = { address: uniqueName('address'), network: null };
  const ask = () => requestQuestion({ slug: post.slug, name: 'A', email, text: 'Question 0' }, from);
  for (let count = 0; count < 20; count++) await ask();
  await expect(ask()).rejects.toMatchObject({ code: 'too-many-attempts' });
  await db().thread.createMany({
    data: Array.from({ length: 20 }, () => ({ artistId: artist.id, askerId: asker.id, workTitle: 'Another' })),
  });
  await expect(askQuestion(asker, post.slug, says('One more'))).rejects.toMatchObject({ code: 'too-many-questions' });
  await db().thread.updateMany({ data: { createdAt: new Date(Date.now() - 25 * 60 * 60 * 1_000) } });
  const id = await askQuestion(asker, post.slug, says('Tomorrow'));
  for (let count = 0; count < 15; count++) {
    await sendMessage({ viewer: artist, id }, says('A'));
    await sendMessage({ viewer: asker, id }, says('Q'));
  }
  for (let count = 0; count < 15; count++) await sendMessage({ viewer: artist, id }, says('A', 'same'));
  await expect(sendMessage({ viewer: artist, id }, says('A'))).rejects.toMatchObject({ code: 'too-many-messages' });
});

test('lists have every thread once, on pages that stay steady', async () => {
  const at = (index: number) => new Date(Date.UTC(2026, 10, 1) + (index % 7));
  await db().thread.createMany({
    data: Array.from({ length: THREADS_PAGE_SIZE * 2 + 5 }, (_, index) => ({
      ...{ artistId: artist.id, askerEmail: `${index}@example.org`, workTitle: `Work ${index}`, lastAt: at(index) },
      awaitsSince: index % 2 ? at(index) : null,
    })),
  });
  for (const [view, count] of [
    ['received', THREADS_PAGE_SIZE * 2 + 5],
    ['waiting', THREADS_PAGE_SIZE + 2],
  ] as const) {
    const seen: string[] = [];
    for (let older: string | null = null, isFirst = true; isFirst || older; isFirst = false) {
      const page = await listThreads(artist, view, readKeysetCursor({ older }));
      seen.push(...page.rows.map(({ id }) => id));
      older = page.older;
    }
    expect(seen).toHaveLength(count);
    expect(new Set(seen).size).toBe(count);
  }
});

test('nothing is kept for longer than documented', async () => {
  const email = newAddress();
  await askAsGuest(email);
  const id = await askQuestion(asker, post.slug, says('Hello'));
  await mailsTo(artist.email);
  const ago = (days: number) => new Date(Date.now() - days * 24 * 60 * 60 * 1_000);
  await db().waitingQuestion.updateMany({ data: { createdAt: ago(1) } });
  await db().thread.updateMany({ where: { id }, data: { lastAt: ago(729) } });
  await db().message.updateMany({ where: { threadId: id }, data: { sentAt: ago(29) } });
  await deleteOldQuestions();
  expect(await db().message.count({ where: { threadId: id } })).toBe(1);
  expect(await db().waitingQuestion.count({ where: { email } })).toBe(1);
  await db().waitingQuestion.updateMany({ data: { createdAt: ago(3) } });
  await db().message.updateMany({ where: { threadId: id }, data: { sentAt: ago(31) } });
  await deleteOldQuestions();
  expect(await db().message.count({ where: { threadId: id } })).toBe(0);
  expect(await db().waitingQuestion.count({ where: { email } })).toBe(0);
  expect(await db().thread.count({ where: { id } })).toBe(1);
  await db().thread.updateMany({ where: { id }, data: { lastAt: ago(731) } });
  await deleteOldQuestions();
  expect(await db().thread.count({ where: { id } })).toBe(0);
});

test('an export has an account’s threads without the other’s address, and closing it takes them away for both', async () => {
  const own = await makePost({ artistId: asker.id });
  const email = newAddress();
  await askAsGuest(email, 'To somebody who leaves', own.slug);
  const link = await confirmQuestion(await confirmationOf(email));
  const id = await askQuestion(asker, post.slug, says('From somebody who leaves'));
  await askAsGuest(asker.email, 'Not confirmed');
  const part = EXPORT_PARTS.find(({ file }) => file === 'questions.json');
  let exported = '';
  if (part) for await (const piece of partText(part, asker)) exported += piece;
  for (const text of ['To somebody who leaves', 'From somebody who leaves', 'Not confirmed'])
    expect(exported).toContain(text);
  expect(exported).not.toMatch(new RegExp(`${email}|${artist.email}|${link}|reply_token`));
  await mailsTo(artist.email);
  await reportMessage(
    { viewer: artist, id },
    (await getThread({ viewer: artist, id }, null))?.messages[0]?.id ?? '',
    'Rude',
  );
  await closeForGood(asker);
  expect(await getThread({ token: link }, null)).toBeNull();
  expect(await getThread({ viewer: artist, id }, null)).toMatchObject({ other: 'Somebody who has left' });
  const stored = await everythingStored();
  expect(stored).toContain('From somebody who leaves');
  for (const text of ['To somebody who leaves', 'Not confirmed']) expect(stored).not.toContain(text);
});

test('the queries use indexes', async () => {
  const nobody = `'00000000-0000-0000-0000-000000000000'`;
  const planOf = (query: string) =>
    db().$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
      const lines = await tx.$queryRawUnsafe<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${query}`);
      return lines.map((line) => line['QUERY PLAN']).join('\n');
    });
  const list = (condition: string) =>
    `SELECT id FROM threads WHERE ${condition} ORDER BY last_at DESC, id DESC LIMIT 31`;
  const waiting = await planOf(
    list(`artist_id = ${nobody} AND awaits_since IS NOT NULL AND NOT EXISTS (
      SELECT FROM users AS asker WHERE asker.id = threads.asker_id AND asker.suspended_at IS NOT NULL)`),
  );
  expect(waiting).toContain('threads_unanswered');
  expect(waiting).not.toContain('Sort');
  const asked = await planOf(list(`(asker_id = ${nobody} OR asker_email = 'a@example.org')`));
  expect(asked).toContain('threads_by_asker_account');
  expect(asked).toContain('threads_by_asker_email');
  const due = await planOf(
    `SELECT id FROM threads WHERE awaits_since < now() AND reminded_at IS NULL ORDER BY awaits_since LIMIT 100`,
  );
  expect(due).toContain('threads_to_remind');
  const messages = `SELECT id FROM thread_messages WHERE thread_id = ${nobody} ORDER BY created_at DESC, id DESC LIMIT 51`;
  expect(await planOf(messages)).toContain('thread_messages_in_order');
});
