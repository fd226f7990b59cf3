import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { connection } from 'next/server';
import { toIco } from '#lib/domain/settings/to-ico.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { openLogoFile } from '#lib/settings/open-logo-file.ts';

const SIZE = 48;
const FILE = 'icon-48.png';

/** For what asks for this path without having read a page: feed readers, bookmarks, old browsers. */
export async function GET(): Promise<Response> {
  await connection();
  const { logo } = knownShop();
  const own = logo && (await openLogoFile(logo.key, FILE));
  const png = own ?? (await readFile(path.join(/* turbopackIgnore: true */ process.cwd(), 'public', FILE)));
  return new Response(toIco(png, SIZE), {
    headers: { 'content-type': 'image/x-icon', 'cache-control': 'public, max-age=300' },
  });
}
