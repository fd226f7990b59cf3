import { assertAdmin } from '#lib/accounts/assert-admin.ts';
import { recordAudit } from '#lib/audit/record-audit.ts';
import { type Db, db, type Prisma } from '#lib/db.ts';
import type { AuditDetails } from '#lib/domain/audit.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/viewer.ts';
import {
  readSection,
  SETTING_SECTIONS,
  type SettingSection,
  type TypedSettings,
  typedSection,
} from '#lib/schemas/shop-settings.ts';

export type StoredSection = {
  /** As the form shows them. */
  values: Record<string, string>;
  /** 0 for a section that was never saved. */
  version: number;
};

type Row = { data: Record<string, unknown>; version: number };

const toStored = (section: SettingSection, row: Row | null): StoredSection => ({
  values: typedSection(readSection(section, row?.data ?? {})),
  version: row?.version ?? 0,
});

/** A section as it is in the database now, for its form. */
export async function getSection(section: SettingSection): Promise<StoredSection> {
  const row = await db().shopSetting.findUnique({ where: { section }, select: { data: true, version: true } });
  return toStored(section, row as Row | null);
}

/**
 * Saves a section. Saving what is stored already changes nothing.
 * @param values of `sectionSchema`, as the form shows them.
 * @param version the one that the form began with.
 * @returns the version that is stored now.
 * @throws {ExpectedError} not-found, admin-needs-factor, changed-elsewhere
 */
export async function updateSection(
  viewer: Viewer,
  section: SettingSection,
  values: TypedSettings,
  version: number,
): Promise<number> {
  assertAdmin(viewer);
  return db().$transaction(async (tx) => {
    const before = toStored(section, await lockSection(tx, section));
    const changes = changesOf(before.values, values);
    if (Object.keys(changes).length === 0) return before.version;
    if (before.version !== version) throw new ExpectedError('changed-elsewhere');
    await storeSection(tx, section, values, version);
    const subject = { kind: 'shop', id: section, name: SETTING_SECTIONS[section].title } as const;
    await recordAudit({ actor: viewer, action: 'setting-changed', subject, details: changes }, tx);
    return version + 1;
  });
}

/** Waits for anyone who is saving the same section; also while it has no row yet. */
export async function lockSection(tx: Db, section: string): Promise<Row | null> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`setting ${section}`}, 0))`;
  return (await tx.shopSetting.findUnique({ where: { section }, select: { data: true, version: true } })) as Row | null;
}

export async function storeSection(tx: Db, section: string, data: object, version: number): Promise<void> {
  const stored = data as Prisma.InputJsonObject;
  await tx.shopSetting.upsert({
    where: { section },
    create: { section, data: stored, version: version + 1 },
    update: { data: stored, version: version + 1, updatedAt: new Date() },
  });
}

/** `name: “MakeYourSpace” → “Galerie Nord”` for each field that is another one now. */
function changesOf(before: TypedSettings, after: TypedSettings): AuditDetails {
  const changed = Object.keys(after).filter((name) => (before[name] ?? '') !== after[name]);
  const quoted = (text: string | undefined) => `“${(text ?? '').slice(0, MAX_SHOWN)}”`;
  return Object.fromEntries(changed.map((name) => [name, `${quoted(before[name])} → ${quoted(after[name])}`]));
}

/** Characters of a value in the log, so that both have room. */
const MAX_SHOWN = 140;
