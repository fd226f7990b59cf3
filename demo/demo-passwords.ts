import { randomInt } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from 'pg';
import { PUBLISHED_DEMO_PASSWORD } from '#lib/accounts/demo-accounts.ts';
import { hashPassword, verifyPassword } from '#lib/accounts/password.ts';
import { DEMO_SIGN_INS } from './demo-users.ts';
import { userIdOf } from './plan-gallery.ts';

/** A demo account with its password, which only this installation has. */
export type DemoSignIn = { role: 'artist' | 'buyer' | 'admin'; username: string; password: string };

/** Without letters and digits that look alike. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/** Four groups of four: 80 bits. */
const newPassword = () =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')).join(
    '-',
  );

const fileOf = (dataDir: string) => path.join(dataDir, 'demo.json');

/** The sign-ins in `<dataDir>/demo.json`, which only its owner can read; null if there are none. */
export async function readSignIns(dataDir: string): Promise<DemoSignIn[] | null> {
  try {
    const { signIns }: { signIns: DemoSignIn[] } = JSON.parse(await readFile(fileOf(dataDir), 'utf8'));
    return signIns;
  } catch {
    return null;
  }
}

/** Those of this data folder, so that a gallery that is filled again has the same ones; else new ones, which are stored. */
export async function prepareSignIns(dataDir: string): Promise<DemoSignIn[]> {
  const known = await readSignIns(dataDir);
  if (known && !known.some(({ password }) => password === PUBLISHED_DEMO_PASSWORD)) return known;
  const signIns = DEMO_SIGN_INS.map((account) => ({ ...account, password: newPassword() }));
  await mkdir(dataDir, { recursive: true });
  await writeFile(fileOf(dataDir), `${JSON.stringify({ signIns }, null, 2)}\n`, { mode: 0o600 });
  // A file that was there keeps its permissions otherwise.
  await chmod(fileOf(dataDir), 0o600);
  return signIns;
}

/**
 * Takes the published password from demo accounts that still have it, gives them those of this data folder, and ends
 * their sessions.
 * @returns whether there were any.
 */
export async function replacePublishedPasswords(client: Client, dataDir: string): Promise<boolean> {
  const { rows } = await client.query<{ id: string; hash: string | null }>(
    'SELECT id, password_hash AS hash FROM users WHERE is_demo AND password_hash IS NOT NULL',
  );
  const published: string[] = [];
  for (const { id, hash } of rows) if (await verifyPassword(hash, PUBLISHED_DEMO_PASSWORD)) published.push(id);
  if (published.length === 0) return false;
  // Nobody signs in with the accounts of the other artists.
  await client.query('UPDATE users SET password_hash = NULL WHERE id = ANY($1::uuid[])', [published]);
  for (const { username, password } of await prepareSignIns(dataDir)) {
    await client.query('UPDATE users SET password_hash = $2 WHERE id = $1 AND id = ANY($3::uuid[])', [
      userIdOf(username),
      await hashPassword(password),
      published,
    ]);
  }
  return true;
}
