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
 * Takes all permissions of others from what is below a folder, for what earlier versions made. What belongs to another
 * user (PostgreSQL's, when root starts it) stays as it is, and so does everything below the folders in `except`.
 */
export function makeContentsPrivate(folder: string, except: readonly string[] = []): void {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    const stats = lstatSync(file);
    if (except.includes(name) || stats.isSymbolicLink() || stats.uid !== process.getuid?.()) continue;
    if ((stats.mode & 0o077) !== 0) chmodSync(file, stats.mode & 0o700);
    if (stats.isDirectory()) makeContentsPrivate(file);
  }
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
