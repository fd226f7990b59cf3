import { db } from '#lib/db.ts';
import { isLegalPage, type LegalVersions } from '#lib/domain/settings/legal-pages.ts';
import type { Logo } from '#lib/domain/settings/logo.ts';
import { settingsFrom } from '#lib/schemas/shop-settings.ts';
import { known, knownShop, type Shop } from './known-shop.ts';

/** The section of shop_settings that names the logo; it has no form of its own. */
export const LOGO_SECTION = 'logo';

/** Older than this, milliseconds, it becomes only where `watchShop` does not run. */
const MAX_AGE_MS = 1_500;

type Rows = {
  settings: Record<string, Record<string, unknown>> | null;
  pages: { page: string; number: number; savedAt: string; isEmpty: boolean }[] | null;
};

/** Everything at once, so that all of it is of one moment: a few small rows, found by primary key. */
async function readRows(): Promise<Rows> {
  const [rows] = await db().$queryRaw<Rows[]>`
    SELECT (SELECT jsonb_object_agg(section, data) FROM shop_settings) AS settings,
      (SELECT json_agg(newest ORDER BY page) FROM (
        SELECT DISTINCT ON (page) page, number, to_char(saved_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "savedAt",
          text = '' AS "isEmpty"
        FROM legal_page_versions ORDER BY page, number DESC) AS newest) AS pages`;
  return rows ?? { settings: null, pages: null };
}

let running: Promise<void> | undefined;
let next: Promise<void> | undefined;

/**
 * Reads the host's decisions again. A call during a reading gets one that begins after it, so that a change that was
 * committed before the call is always in it.
 */
export function refreshShop(): Promise<void> {
  if (!running) {
    running = read().finally(() => {
      running = undefined;
    });
    return running;
  }
  const last = running;
  next ??= last
    .catch(() => {})
    .then(() => {
      next = undefined;
      return refreshShop();
    });
  return next;
}

async function read(): Promise<void> {
  const readAt = performance.now();
  const rows = await readRows();
  const text = JSON.stringify(rows);
  // Another bundle of Next's may have begun later, and been faster.
  if (readAt < known.readAt) return;
  known.readAt = readAt;
  if (text === known.text) return;
  known.text = text;
  known.shop = {
    settings: settingsFrom(rows.settings ?? {}),
    pages: pagesOf(rows),
    logo: logoOf(rows.settings?.[LOGO_SECTION] ?? {}),
  };
}

const pagesOf = ({ pages }: Rows): LegalVersions =>
  Object.fromEntries(
    (pages ?? [])
      .filter(({ page, isEmpty }) => isLegalPage(page) && !isEmpty)
      .map(({ page, number, savedAt }) => [page, { number, savedAt }]),
  );

function logoOf({ key, width, height }: Record<string, unknown>): Logo | null {
  if (typeof key !== 'string' || typeof width !== 'number' || typeof height !== 'number') return null;
  return key === '' ? null : { key, width, height };
}

/** The shop as it is now; processes that do not watch it read it here. */
export async function currentShop(): Promise<Shop> {
  if (performance.now() - known.readAt > MAX_AGE_MS) await refreshShop();
  return knownShop();
}
