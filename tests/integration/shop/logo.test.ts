import { beforeAll, expect, test, vi } from 'vitest';
import { db } from '#lib/db.ts';
import { waitForRedis } from '#lib/redis.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { openLogoFile } from '#lib/settings/open-logo-file.ts';
import { refreshShop } from '#lib/settings/refresh-shop.ts';
import { removeLogo, replaceLogo } from '#lib/shop/replace-logo.ts';
import { makeUser } from '../../support/database/factories.ts';
import { plain } from '../media/media-fixtures.ts';

vi.setConfig({ testTimeout: 60_000 });
beforeAll(() => waitForRedis());

test('the files of a logo stay for thirty days after it was replaced or removed, however old it is', async () => {
  const admin = await makeUser({ role: 'ADMIN' });
  const [first, second] = await Promise.all([200, 210].map((width) => plain(width, 100).png().toBuffer()));
  const upload = async (bytes = Buffer.alloc(0)) => {
    await replaceLogo(admin, new Blob([new Uint8Array(bytes)]).stream());
    await refreshShop();
    return knownShop().logo?.key ?? '';
  };
  const isThere = async (key: string) => (await openLogoFile(key, 'icon-48.png')) !== null;
  /** As many days later. */
  const wait = (days: number) =>
    db().$executeRaw`
      UPDATE shop_logos SET uploaded_at = uploaded_at - make_interval(days => ${days}::int),
        replaced_at = replaced_at - make_interval(days => ${days}::int)`;

  const one = await upload(first);
  await wait(40);
  const two = await upload(second);
  expect(await isThere(one)).toBe(true);
  await wait(29);
  await removeLogo(admin);
  expect([await isThere(one), await isThere(two)]).toEqual([true, true]);
  // In use again: its days begin when it is removed.
  expect(await upload(first)).toBe(one);
  await wait(40);
  await removeLogo(admin);
  expect([await isThere(one), await isThere(two)]).toEqual([true, false]);
});
