import { beforeEach, expect, test } from 'vitest';
import { currentExchange } from '#lib/currency/queries.ts';
import { db } from '#lib/db.ts';
import { DEFAULT_SETTINGS } from '#lib/schemas/shop-settings.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { refreshShop } from '#lib/settings/refresh-shop.ts';
import { watchShop } from '#lib/settings/watch-shop.ts';
import { saveLegalPage } from '#lib/shop/save-legal-page.ts';
import { getSection, updateSection } from '#lib/shop/update-section.ts';
import { makeUser } from '../../support/database/factories.ts';
import { eventually } from '../../support/eventually.ts';

const returns = (days: string, paidBy = 'buyer') => ({ days, paidBy });

beforeEach(async () => {
  await db().shopSetting.deleteMany();
  await refreshShop();
});

test('a shop in which nothing was saved has the defaults', async () => {
  expect(knownShop().settings).toEqual(DEFAULT_SETTINGS);
  expect(knownShop()).toMatchObject({ name: 'MakeYourSpace', logo: null });
  expect(await getSection('returns')).toEqual({ values: { days: '', paidBy: '' }, version: 0 });
});

test('a change is stored with a version, and logged with before and after in the same transaction', async () => {
  const admin = await makeUser({ role: 'ADMIN' });
  expect(await updateSection(admin, 'returns', returns('14'), 0)).toBe(1);
  expect(await updateSection(admin, 'returns', returns('30'), 1)).toBe(2);
  // Saving the same again changes nothing, whatever version it comes from.
  expect(await updateSection(admin, 'returns', returns('30'), 0)).toBe(2);
  await refreshShop();
  expect(knownShop().settings.returns).toEqual({ days: 30, paidBy: 'buyer' });
  const rows = await db().auditEntry.findMany({ where: { actorId: admin.id }, orderBy: { id: 'asc' } });
  expect(rows.map(({ action, subjectId, details }) => ({ action, subjectId, details }))).toEqual([
    {
      action: 'setting-changed',
      subjectId: 'returns',
      details: { days: '“” → “14”', paidBy: '“” → “buyer”' },
    },
    { action: 'setting-changed', subjectId: 'returns', details: { days: '“14” → “30”' } },
  ]);
});

test('two admins who save at the same time do not overwrite each other', async () => {
  const [one, other] = [await makeUser({ role: 'ADMIN' }), await makeUser({ role: 'ADMIN' })];
  const results = await Promise.allSettled([
    updateSection(one, 'returns', returns('14'), 0),
    updateSection(other, 'returns', returns('30'), 0),
  ]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'changed-elsewhere' } });
  expect((await getSection('returns')).version).toBe(1);
  // Another section is none of theirs.
  expect(await updateSection(other, 'mail', { senderName: 'Nord' }, 0)).toBe(1);
});

test('nobody but an admin with a second factor changes anything', async () => {
  const [member, bare] = [await makeUser(), await makeUser({ role: 'ADMIN' })];
  await expect(updateSection(member, 'returns', returns('1'), 0)).rejects.toMatchObject({ code: 'not-found' });
  await expect(saveLegalPage(member, 'terms', 'x', 0)).rejects.toMatchObject({ code: 'not-found' });
  await expect(updateSection({ ...bare, hasSecondFactor: false }, 'returns', returns('1'), 0)).rejects.toMatchObject({
    code: 'admin-needs-factor',
  });
  expect(await db().shopSetting.count()).toBe(0);
});

test('a change that nobody has announced is found within two seconds, and decides about money', async () => {
  let changes = 0;
  await watchShop(() => changes++);
  await db().shopSetting.create({ data: { section: 'money', data: { currency: '', wholeFrom: '100' } } });
  const start = performance.now();
  await eventually(() => expect(knownShop().settings.money.wholeFrom).toBe(100));
  await eventually(() => expect(changes).toBe(1));
  expect(performance.now() - start).toBeLessThan(2_000);
  expect((await currentExchange()).wholeFrom).toBe(100);
});

test('every version of a legal page is kept, and none can be changed', async () => {
  const admin = await makeUser({ role: 'ADMIN' });
  expect(await saveLegalPage(admin, 'terms', 'First.', 0)).toBe(1);
  expect(await saveLegalPage(admin, 'terms', 'First.', 0)).toBe(1);
  await expect(saveLegalPage(admin, 'terms', 'Too late.', 0)).rejects.toMatchObject({ code: 'changed-elsewhere' });
  const both = await Promise.allSettled([
    saveLegalPage(admin, 'terms', 'Second.', 1),
    saveLegalPage(admin, 'terms', 'Another second.', 1),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  await refreshShop();
  expect(knownShop().pages.terms?.number).toBe(2);
  const versions = await db().legalPageVersion.findMany({ where: { page: 'terms' }, orderBy: { number: 'asc' } });
  expect(versions[0]).toMatchObject({ number: 1, text: 'First.', authorId: admin.id, authorName: admin.username });
  await expect(db().legalPageVersion.updateMany({ data: { text: 'x' } })).rejects.toThrow(/never changed/);
  await expect(db().legalPageVersion.deleteMany()).rejects.toThrow(/never changed/);
  // An empty text takes the page down; the versions stay.
  await saveLegalPage(admin, 'terms', '', 2);
  await refreshShop();
  expect(knownShop().pages.terms).toBeUndefined();
  expect(await db().legalPageVersion.count({ where: { page: 'terms' } })).toBe(3);
});
