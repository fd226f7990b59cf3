import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { EXPORT_PARTS, partText } from '#lib/leaving/export/export-parts.ts';
import { findExports } from '#lib/leaving/export/find-exports.ts';
import { makeExport } from '#lib/leaving/export/make-exports.ts';
import { openExport } from '#lib/leaving/export/open-export.ts';
import { requestExport } from '#lib/leaving/export/request-export.ts';
import { report } from '#lib/reports/report.ts';
import { makeHeldOrder, makePost, makeUser } from '../../support/database/factories.ts';
import { readZip } from '../../support/read-zip.ts';
import { closeForGood } from './leaving-fixture.ts';

const SECRET = 'Only for the artist';

/** What somebody without an account has written under an address: a question, a thread, a report, a purchase, a follow. */
async function guestOf(email: string) {
  const post = await makePost();
  await db().waitingQuestion.create({ data: { postId: post.id, email, name: 'Gil', text: SECRET } });
  const { id: threadId } = await db().thread.create({
    data: { postId: post.id, workTitle: post.title, artistId: post.artistId, askerEmail: email, askerName: 'Gil' },
  });
  await db().threadMessage.create({ data: { threadId, side: 'asker', text: SECRET } });
  const subject = { kind: 'work', id: post.id, name: post.title, artistId: post.artistId } as const;
  await report(subject, { reason: 'rights', text: SECRET, email }, { address: null, network: null });
  const order = await makeHeldOrder({ status: 'PAID', buyerEmail: email, buyerToken: randomUUID() });
  await db().message.create({ data: { orderId: order.orderId, kind: 'bought', recipient: email } });
  await db().follower.create({ data: { email, token: randomUUID() } });
}

const storedOf = async (email: string) => ({
  questions: await db().waitingQuestion.count({ where: { email } }),
  threads: await db().thread.count({ where: { askerEmail: email } }),
  reports: await db().report.count({ where: { email } }),
  mails: await db().message.count({ where: { recipient: email, kind: 'bought' } }),
  followers: await db().follower.count({ where: { email } }),
});

const ALL = { questions: 1, threads: 1, reports: 1, mails: 1, followers: 1 };

/** All files of the account's export, as one text. */
async function exportOf(viewer: Parameters<typeof requestExport>[0]): Promise<string> {
  await requestExport(viewer);
  await makeExport(new AbortController().signal);
  const { ready } = await findExports(viewer);
  const opened = await openExport(viewer, ready?.id ?? '');
  if (!opened) throw new Error('there is no export to download');
  return [...(await readZip(await buffer(opened.stream))).values()].join('\n');
}

test('an address that somebody only typed gets nothing of what its owner has written, and removes nothing', async () => {
  const email = `${randomUUID()}@example.org`;
  await guestOf(email);
  const stranger = await makeUser({ email, emailProvenAt: null });
  expect(await exportOf(stranger)).not.toContain(SECRET);
  await closeForGood(stranger);
  expect(await storedOf(email)).toEqual(ALL);
});

test('an address that its owner has proven gets all of it, and removes it', async () => {
  const email = `${randomUUID()}@example.org`;
  await guestOf(email);
  const owner = await makeUser({ email });
  const exported = await exportOf(owner);
  expect(exported.split(SECRET)).toHaveLength(4);
  await closeForGood(owner);
  expect(await storedOf(email)).toEqual({ questions: 0, threads: 0, reports: 0, mails: 0, followers: 0 });
});

test('no part of an export matches an address that is not there', async () => {
  const { id } = await makeUser();
  await db().report.updateMany({ data: { email: null } });
  for (const part of EXPORT_PARTS) {
    let text = '';
    for await (const piece of partText(part, { id, email: null })) text += piece;
    expect(text, part.file).not.toContain(SECRET);
  }
});
