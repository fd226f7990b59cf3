import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { startTime } from './child-processes.ts';

/** A process by its number and when it began, so that a number given out again is not taken for it. */
export type Running = { pid: number; since: string | null };

export const isRunning = ({ pid, since }: Running) => since !== null && startTime(pid) === since;
export const running = (pid: number): Running => ({ pid, since: startTime(pid) });

/**
 * Takes a lock that only one process can hold: a file that says which. One left by a dead process is
 * taken over.
 * @returns `heldBy`, the number of the process that holds it; null when this one holds it now.
 */
export function takeLock(file: string): { heldBy: number | null; release(): void } {
  const release = () => rmSync(file, { force: true });
  // Written beside and linked into place, for nobody may read half of it.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(running(process.pid)));
  try {
    for (;;) {
      if (linked(own, file)) return { heldBy: null, release };
      const holder = readHolder(file);
      if (holder && isRunning(holder)) return { heldBy: holder.pid, release: () => {} };
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function linked(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): Running | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
