import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import { makeLogo } from '#lib/media/make-logo.ts';
import { LOGO_SECTION } from '#lib/settings/refresh-shop.ts';
import { lockSection, storeSection } from './update-section.ts';

const SUBJECT = { kind: 'shop', id: LOGO_SECTION, name: 'Logo' } as const;
/** After it was replaced or removed: pages that are open, and mails of minutes ago, still ask for a logo's files. */
const KEPT_DAYS = 30;

/**
 * Makes an uploaded picture the shop's logo.
 * @throws {PictureError} for a picture that is refused
 * @throws {ExpectedError} not-found, admin-needs-factor
 */
export async function replaceLogo(viewer: Viewer, body: ReadableStream<Uint8Array>): Promise<void> {
  assertAdmin(viewer);
  const { key, width, height, files } = await makeLogo(body, viewer.id);
  const columns = {
    header: new Uint8Array(files['header.webp']),
    icon48: new Uint8Array(files['icon-48.png']),
    icon180: new Uint8Array(files['icon-180.png']),
    icon192: new Uint8Array(files['icon-192.png']),
    icon512: new Uint8Array(files['icon-512.png']),
  };
  await db().$transaction(async (tx) => {
    const before = await lockSection(tx, LOGO_SECTION);
    await tx.shopLogo.upsert({
      where: { key },
      create: { key, ...columns },
      update: { ...columns, uploadedAt: new Date(), replacedAt: null },
      select: { key: true },
    });
    await storeSection(tx, LOGO_SECTION, { key, width, height }, before?.version ?? 0);
    await recordAudit({ actor: viewer, action: 'logo-changed', subject: SUBJECT, details: { width, height } }, tx);
    await retireOthers(tx, key);
  });
}

/** Takes the logo down: the shop's name is in its place. @throws {ExpectedError} not-found, admin-needs-factor */
export async function removeLogo(viewer: Viewer): Promise<void> {
  assertAdmin(viewer);
  await db().$transaction(async (tx) => {
    const before = await lockSection(tx, LOGO_SECTION);
    if (!before?.data.key) throw new ExpectedError('not-found');
    await storeSection(tx, LOGO_SECTION, {}, before.version);
    await retireOthers(tx, null);
    await recordAudit({ actor: viewer, action: 'logo-changed', subject: SUBJECT, details: { removed: true } }, tx);
  });
}

/** Notes that only the logo with this key is in use, and deletes those that have not been for long enough. */
async function retireOthers(tx: Db, key: string | null): Promise<void> {
  await tx.$executeRaw`
    UPDATE shop_logos SET replaced_at = now() WHERE replaced_at IS NULL AND key IS DISTINCT FROM ${key}`;
  await tx.$executeRaw`DELETE FROM shop_logos WHERE replaced_at < now() - make_interval(days => ${KEPT_DAYS}::int)`;
}
