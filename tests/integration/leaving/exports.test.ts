import { readFileSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { beforeEach, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { EXPORT_PARTS } from '#lib/leaving/export/export-parts.ts';
import { findExports } from '#lib/leaving/export/find-exports.ts';
import { makeExport } from '#lib/leaving/export/make-exports.ts';
import { openExport } from '#lib/leaving/export/open-export.ts';
import { removeOldExports } from '#lib/leaving/export/remove-old-exports.ts';
import { MAX_EXPORTS_PER_DAY, requestExport } from '#lib/leaving/export/request-export.ts';
import { derivativeName, originalName } from '#lib/media/picture-names.ts';
import { storage } from '#lib/media/storage.ts';
import { waitForRedis } from '#lib/redis.ts';
import { makeHeldOrder, makePicture, makePost, makeSession, makeUser } from '../../support/database/factories.ts';
import { readZip } from '../../support/read-zip.ts';
import { closeForGood } from './leaving-fixture.ts';

await waitForRedis();
const folder = path.join(process.env.DATA_DIR ?? '', 'exports');
const never = new AbortController().signal;
const DAY_MS = 24 * 60 * 60 * 1_000;

beforeEach(async () => {
  await db().export.deleteMany();
  await rm(folder, { recursive: true, force: true });
  await db().message.deleteMany({ where: { kind: 'export-ready' } });
});

const exportOf = ({ id }: Viewer) =>
  db().export.findFirstOrThrow({ where: { userId: id }, orderBy: { requestedAt: 'desc' } });

/** The files of the viewer's export that is ready. */
async function download(viewer: Viewer): Promise<Map<string, Buffer>> {
  const { ready } = await findExports(viewer);
  const opened = await openExport(viewer, ready?.id ?? '');
  if (!opened) throw new Error('there is no export to download');
  const content = await buffer(opened.stream);
  expect(content.length).toBe(opened.size);
  return readZip(content);
}

const jsonOf = (files: Map<string, Buffer>, name: string) => JSON.parse(files.get(name)?.toString() ?? 'null');

test('an export has what the database has, pictures as they were uploaded, and no secret', async () => {
  const artist = await makeUser({
    ...{ bio: 'Paints “harbours”, 港.', passwordHash: 'argon2-hash', displayName: 'Mira' },
    passkeys: { create: { id: 'passkey-id', publicKey: Buffer.from('public-key'), name: 'Phone' } },
    authenticatorApp: { create: { secret: Buffer.from('app-secret') } },
  });
  const work = await makePost({ artistId: artist.id, title: 'Harbour\u2028"in" fog' });
  const second = await makePost({ artistId: artist.id, status: 'DRAFT' });
  const loose = await makePicture(artist.id);
  const pictures = await db().postImage.findMany({ where: { ownerId: artist.id }, orderBy: { id: 'asc' } });
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(300_000, 7)]);
  const [first, other] = pictures;
  await storage().put(originalName(first?.key ?? ''), png);
  await storage().put(derivativeName(other?.key ?? '', 400), Buffer.from('webp'));
  const sold = await makePost({ artistId: artist.id, status: 'SOLD', title: 'Sold one' });
  const sale = await makeHeldOrder({
    post: sold,
    status: 'PAID',
    buyerToken: 'their-token',
    buyerName: 'Bo',
    buyerEmail: 'bo@example.org',
    buyerAddress: 'their-address',
  });
  const bought = await makeHeldOrder({ buyerId: artist.id, status: 'CANCELLED', buyerToken: 'own-token' });
  const tried = await makeHeldOrder({ post: work, status: 'EXPIRED', buyerEmail: 'secret-buyer@example.org' });
  await db().$executeRaw`
    WITH one AS (INSERT INTO ledger_transactions (key, order_id, kind, occurred_at)
      VALUES ('pi_1 charge', ${sale.orderId}::uuid, 'charge', now()) RETURNING id)
    INSERT INTO ledger_entries (transaction_id, account, currency, amount)
    SELECT id, account, 'EUR', amount FROM one, (VALUES ('buyer', -12000), ('stripe', 12000)) AS sides(account, amount)`;
  await db().message.create({ data: { orderId: sale.orderId, kind: 'sold', recipient: artist.email } });
  await makeSession(artist.id, { device: 'Firefox on Linux' });
  const stranger = await makeUser({ displayName: 'A stranger' });
  await makePost({ artistId: stranger.id, title: 'Not mine' });

  await requestExport(artist);
  expect(await makeExport(never)).toBe(true);
  const files = await download(artist);
  expect([...files.keys()].filter((name) => !name.startsWith('pictures/')).sort()).toEqual(
    ['README.txt', 'pictures.json', ...EXPORT_PARTS.map(({ file }) => file)].sort(),
  );
  for (const { file } of EXPORT_PARTS) expect(files.get('README.txt')?.toString()).toContain(file);
  expect(jsonOf(files, 'account.json')).toMatchObject([
    { username: artist.username, email: artist.email, bio: 'Paints “harbours”, 港.', has_password: true },
  ]);
  expect(
    jsonOf(files, 'works.json')
      .map(({ title }: { title: string }) => title)
      .sort(),
  ).toEqual([work.title, second.title, 'Sold one'].sort());
  expect(jsonOf(files, 'sales.json')).toMatchObject([{ id: sale.orderId, buyer_name: 'Bo', work: 'Sold one' }]);
  expect(jsonOf(files, 'purchases.json')).toMatchObject([{ id: bought.orderId, status: 'CANCELLED' }]);
  expect(jsonOf(files, 'payments.json')).toMatchObject([
    {
      order_id: sale.orderId,
      entries: [
        { account: 'buyer', amount: -12000 },
        { account: 'stripe', amount: 12000 },
      ],
    },
  ]);
  expect(jsonOf(files, 'sessions.json')).toMatchObject([{ device: 'Firefox on Linux' }]);
  expect(jsonOf(files, 'mails.json')).toMatchObject([{ kind: 'sold', recipient: artist.email }]);
  const listed = jsonOf(files, 'pictures.json');
  expect(listed).toHaveLength(pictures.length + 1);
  expect(files.get(listed[0].file)?.equals(png)).toBe(true);
  expect(listed[0].file).toMatch(/^pictures\/.+\.png$/);
  expect(files.get(listed[1].file)?.toString()).toBe('webp');
  expect(listed.find(({ id }: { id: string }) => id === loose.id)).toMatchObject({ file: null });
  const text = [...files.values()].map(String).join('\n');
  const secrets = ['argon2-hash', 'public-key', 'app-secret', 'their-token', 'own-token', 'their-address'];
  for (const secret of [...secrets, tried.orderId, 'secret-buyer', 'A stranger', 'Not mine'])
    expect(text, secret).not.toContain(secret);
});

test('every table that is about people is in an export, or it is said why not', () => {
  const schema = readFileSync('prisma/schema.prisma', 'utf8');
  const models = [...schema.matchAll(/^model (\w+) \{/gm)].map(([, name]) => name);
  const exported = new Set([...EXPORT_PARTS.flatMap((part) => part.models), 'PostImage']);
  const notAboutOne = {
    PostSearch: 'made of works',
    SearchFacet: 'words of all works',
    SearchWord: 'words of all works',
    SearchDue: 'ids of works for a second',
    PictureJob: 'keys of pictures',
    ReconcilerMark: 'about the payment service',
    ExchangeRate: 'about currencies',
    CurrentRate: 'about currencies',
    RateService: 'about currencies',
    RetiredUsername: 'hashes that lead to nobody',
    PasskeyChallenge: 'lasts for minutes',
    RefreshToken: 'hashes that lead to nothing, of sessions that are exported',
    SigningKey: 'belongs to no account',
    Collection: 'the host’s',
    CollectionPost: 'the host’s',
    ErasureLink: 'of orders without an account',
    AdminInvitation: 'belongs to no account',
    ShopSetting: 'about the shop',
    ShopLogo: 'about the shop',
    LegalPageVersion: 'the shop’s own texts, which everybody can read',
    PasswordResetRequest: 'what somebody typed, for a second',
  };
  expect(models.filter((name) => !exported.has(name ?? '') && !Object.hasOwn(notAboutOne, name ?? ''))).toEqual([]);
});

test('only its owner gets it, until it ends after a week', async () => {
  const [owner, other] = [await makeUser(), await makeUser()];
  await requestExport(owner);
  const { id } = await exportOf(owner);
  expect(await openExport(owner, id)).toBeNull();
  await makeExport(never);
  expect(await openExport(owner, id)).toMatchObject({ name: expect.stringMatching(/\.zip$/) });
  expect(await openExport(other, id)).toBeNull();
  expect(await db().message.findMany({ where: { userId: owner.id } })).toMatchObject([
    { kind: 'export-ready', recipient: owner.email },
  ]);
  const [file = ''] = await readdir(folder);
  expect((await stat(path.join(folder, file))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  await removeOldExports();
  expect(await readdir(folder)).toEqual([file]);
  await db().export.update({
    where: { id },
    data: { readyAt: new Date(Date.now() - 7 * DAY_MS), requestedAt: new Date(Date.now() - 7 * DAY_MS) },
  });
  expect(await openExport(owner, id)).toBeNull();
  await removeOldExports();
  expect(await readdir(folder)).toEqual([]);
  expect(await db().export.count()).toBe(0);
});

test('one at a time, three a day, and the newest replaces the one before', async () => {
  const person = await makeUser();
  await requestExport(person);
  const twice = await Promise.allSettled([requestExport(person), requestExport(person)]);
  expect(twice.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(requestExport(person)).rejects.toMatchObject({ code: 'export-in-progress' });
  for (let made = 1; made <= MAX_EXPORTS_PER_DAY; made++) {
    await makeExport(never);
    await removeOldExports();
    expect(await readdir(folder)).toHaveLength(1);
    if (made < MAX_EXPORTS_PER_DAY) await requestExport(person);
  }
  await expect(requestExport(person)).rejects.toMatchObject({ code: 'too-many-exports' });
  await requestExport(await makeUser());
  await db().export.updateMany({
    where: { userId: person.id },
    data: { requestedAt: new Date(Date.now() - 2 * DAY_MS) },
  });
  await requestExport(person);
});

test('what a killed worker has begun is made again, and half a file is never offered', async () => {
  const person = await makeUser();
  await requestExport(person);
  const { id } = await exportOf(person);
  // As after the kill: leased, with a partial file.
  await db().export.update({
    where: { id },
    data: { lease: crypto.randomUUID(), leasedUntil: new Date(Date.now() + 60_000), attempts: 1 },
  });
  await mkdir(folder, { recursive: true });
  const left = path.join(folder, `${id}_${crypto.randomUUID()}.zip.partial`);
  await writeFile(left, 'half');
  expect(await makeExport(never)).toBe(false);
  expect((await findExports(person)).ready).toBeNull();
  await db().export.update({ where: { id }, data: { leasedUntil: new Date(Date.now() - 1) } });
  expect(await makeExport(never)).toBe(true);
  expect(jsonOf(await download(person), 'account.json')).toMatchObject([{ username: person.username }]);
  const long = new Date(Date.now() - 2 * 60 * 60 * 1_000);
  await utimes(left, long, long);
  await removeOldExports();
  expect((await readdir(folder)).filter((name) => name.endsWith('.partial'))).toEqual([]);
});

test('a worker that stops, or cannot write, gives it back; its lease ends what it still writes', async () => {
  const person = await makeUser();
  await requestExport(person);
  const stopped = new AbortController();
  stopped.abort();
  expect(await makeExport(stopped.signal)).toBe(true);
  expect(await exportOf(person)).toMatchObject({ readyAt: null, lease: null, lastError: null, attempts: 1 });
  await makePost({ artistId: person.id });
  const { key } = await db().postImage.findFirstOrThrow({ where: { ownerId: person.id } });
  const original = path.join(process.env.DATA_DIR ?? '', 'media', 'originals', key.slice(0, 2), key);
  await mkdir(original, { recursive: true });
  expect(await makeExport(never)).toBe(true);
  expect(await exportOf(person)).toMatchObject({ readyAt: null, lastError: expect.stringContaining('EISDIR') });
  expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([]);
  expect(await makeExport(never)).toBe(false);
  await chmod(original, 0o700);
});

test('two workers make one export once', async () => {
  const person = await makeUser();
  await requestExport(person);
  const made = await Promise.all([makeExport(never), makeExport(never), makeExport(never)]);
  expect(made.filter(Boolean)).toHaveLength(1);
  expect(await db().message.count({ where: { userId: person.id } })).toBe(1);
});

test('an account that is closed takes its exports along', async () => {
  const person = await makeUser();
  await requestExport(person);
  await makeExport(never);
  await closeForGood(person);
  expect(await db().export.count({ where: { userId: person.id } })).toBe(0);
  const names = await readdir(folder);
  const long = new Date(Date.now() - 2 * 60 * 60 * 1_000);
  for (const name of names) await utimes(path.join(folder, name), long, long);
  await removeOldExports();
  expect(await readdir(folder)).toEqual([]);
});
