import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { startTime } from './child-processes.ts';

/** A process by its id and start time, so that a reused id is not mistaken for it. */
export type ProcessIdentity = { pid: number; since: string | null };

export const isRunning = ({ pid, since }: ProcessIdentity) => since !== null && startTime(pid) === since;
export const identifyProcess = (pid: number): ProcessIdentity => ({ pid, since: startTime(pid) });

/**
 * Acquires a lock that only one process can hold: a file with that process's identity. A lock whose process has ended
 * is replaced.
 * @returns `heldBy`: the id of the process that holds the lock, or null if this one holds it now.
 */
export function acquireLock(file: string): { heldBy: number | null; release(): void } {
  const release = () => rmSync(file, { force: true });
  // Written to another file and linked into place, so that no one can read a partial file.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(identifyProcess(process.pid)), { mode: 0o600 });
  try {
    for (;;) {
      if (tryLink(own, file)) return { heldBy: null, release };
      const holder = readHolder(file);
      if (holder && isRunning(holder)) return { heldBy: holder.pid, release: () => {} };
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function tryLink(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
