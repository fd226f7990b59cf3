import { revalidateTag } from 'next/cache';
import type { Block } from '#lib/domain/markdown.ts';
import type { LegalPage } from '#lib/domain/settings/legal-pages.ts';
import { announceTags } from '#lib/live/announce.ts';
import { parseMarkdown } from '#lib/markdown/parse-markdown.ts';
import { knownShop, SHOP_TAG, type Shop } from '#lib/settings/known-shop.ts';
import { getLegalPage } from '#lib/settings/legal-page-versions.ts';
import { refreshShop } from '#lib/settings/refresh-shop.ts';
import { cached } from './cached.ts';

/**
 * The shop, for pages. It is in the memory of the process, so no page needs the database for it; the tag makes a cached
 * page one that a change removes.
 */
export function cachedShop(): Promise<Shop> {
  return cached([SHOP_TAG], [SHOP_TAG], async () => knownShop());
}

/** A version of a legal page, parsed; the newest for null. A page that was taken down has no blocks. */
export function cachedLegalPage(
  page: LegalPage,
  version: number | null,
): Promise<{ number: number; savedAt: string; blocks: Block[] } | null> {
  return cached(['legal page', page, String(version)], [SHOP_TAG], async () => {
    const found = await getLegalPage(page, version ?? undefined);
    return found && { number: found.number, savedAt: found.savedAt, blocks: parseMarkdown(found.text) };
  });
}

/** After a host's change: this process shows it at once; the others are told, and find it within a second in any case. */
export async function applyShopChange(): Promise<void> {
  await refreshShop();
  revalidateTag(SHOP_TAG, { expire: 0 });
  await announceTags([SHOP_TAG]);
}
