import { randomBytes } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Runs `spawn` so that the files which the new process makes are for its owner only, whatever the user's umask is. */
export function withPrivateUmask<T>(spawn: () => T): T {
  const before = process.umask(0o077);
  try {
    return spawn();
  } finally {
    process.umask(before);
  }
}

/** Makes a folder that only its owner may enter, or makes one that is there so. */
export function makePrivate(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
}

/**
 * Takes all permissions of others from a file, or a folder and what is below it, if it is there. What belongs to another
 * user stays as it is.
 */
export function takeFromOthers(file: string): void {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  if (!stats || stats.isSymbolicLink() || stats.uid !== process.getuid?.()) return;
  if ((stats.mode & 0o077) !== 0) chmodSync(file, stats.mode & 0o700);
  if (stats.isDirectory()) for (const name of readdirSync(file)) takeFromOthers(path.join(file, name));
}

/** A password that is generated once and stored in a file that only its owner can read. */
export function loadPassword(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const password = randomBytes(24).toString('hex');
  writeFileSync(file, password, { mode: 0o600 });
  return password;
}
