import type { LegalVersions } from '#lib/domain/settings/legal-pages.ts';
import type { Logo } from '#lib/domain/settings/logo.ts';
import { shopNameOf } from '#lib/domain/shop-name.ts';
import { env } from '#lib/env.ts';
import { DEFAULT_SETTINGS, type ShopSettings } from '#lib/schemas/shop-settings.ts';

/** The tag of everything that depends on it: every page. */
export const SHOP_TAG = 'settings';

/** What this process knows of the host's decisions. JSON-serializable. */
export type Shop = {
  /** What the shop is called, wherever that follows from. */
  name: string;
  settings: ShopSettings;
  /** The legal pages that exist. */
  pages: LegalVersions;
  logo: Logo | null;
};

type Known = {
  shop: Omit<Shop, 'name'>;
  /** The stored rows as text, by which a change is found; null before the first reading. */
  text: string | null;
  /** `performance.now()` when the last reading began. */
  readAt: number;
};

// Next loads this module once per bundle, but what is known belongs to the process.
const shared = globalThis as typeof globalThis & { makeYourSpaceShop?: Known };
shared.makeYourSpaceShop ??= {
  shop: { settings: DEFAULT_SETTINGS, pages: {}, logo: null },
  text: null,
  readAt: Number.NEGATIVE_INFINITY,
};

/** For lib/settings alone. */
export const known: Known = shared.makeYourSpaceShop;

/**
 * The shop as this process knows it, without asking anybody: at most a second old in web processes and workers, where
 * `watchShop` runs; the defaults before the first reading.
 */
export function knownShop(): Shop {
  const { settings } = known.shop;
  return { ...known.shop, name: shopNameOf(settings.identity.name, env().MAIL_FROM) };
}
