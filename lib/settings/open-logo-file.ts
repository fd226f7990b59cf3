import { db } from '#lib/db.ts';
import type { LogoFile } from '#lib/domain/settings/logo.ts';

const COLUMNS = {
  'header.webp': 'header',
  'icon-48.png': 'icon48',
  'icon-180.png': 'icon180',
  'icon-192.png': 'icon192',
  'icon-512.png': 'icon512',
} as const satisfies Record<LogoFile, string>;

const IS_KEY = /^[0-9a-f]{64}$/;

/** The bytes of a logo's file; null if there is no such logo. */
export async function openLogoFile(key: string, file: LogoFile): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!IS_KEY.test(key)) return null;
  const column = COLUMNS[file];
  const found = await db().shopLogo.findUnique({ where: { key }, select: { [column]: true } });
  const bytes = (found as Record<string, unknown> | null)?.[column];
  return bytes instanceof Uint8Array ? new Uint8Array(bytes) : null;
}
