import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The command line of a running process, or null if no process has this id. */
export function commandLine(pid: number): string | null {
  if (existsSync('/proc/self')) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || null;
    } catch {
      return null;
    }
  }
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout.trim() || null;
}

/**
 * Start time of a process in the system's own unit, or null if it has ended. With the id it identifies one process for
 * good.
 */
export function startTime(pid: number): string | null {
  if (!existsSync('/proc/self')) {
    return spawnSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' }).stdout.trim() || null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name may contain spaces and brackets. Field 3 follows it; the start time is field 22 (proc(5)).
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? null : (rest[18] ?? null);
  } catch {
    return null;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended already.
  }
}

/** Sends SIGKILL to a child that leads its own process group, and to everything that it has started. */
export function killGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) signal(-pid, 'SIGKILL');
}

export const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** Resolves when a child ends, with the reason: `code 1`, `SIGKILL`, or why it could not be started. */
export function exitReason(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, name) => resolve(name ?? `code ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
}

/**
 * Sends `signals` to a child one after the other, waits up to `timeoutMs` for each, then kills it. If the child leads
 * its own process group, what it has started ends as well.
 */
export async function stopChild(
  child: ChildProcess,
  signals: NodeJS.Signals[] = ['SIGTERM'],
  timeoutMs = 10_000,
): Promise<void> {
  const { pid } = child;
  if (pid === undefined || hasEnded(child)) return;
  for (const name of signals) {
    signal(pid, name);
    if (await endsWithin(child, timeoutMs)) return killGroup(child);
  }
  killGroup(child);
  signal(pid, 'SIGKILL');
  await endsWithin(child, timeoutMs);
}

function endsWithin(child: ChildProcess, milliseconds: number): Promise<boolean> {
  if (hasEnded(child)) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds, false);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

/**
 * Ends a child that leads its own process group when this process ends, even by SIGKILL: a shell waits until the pipe
 * from this process closes, sends `name`, and SIGKILL ten seconds later.
 */
export function endWithParent(child: ChildProcess, name: 'TERM' | 'INT' = 'TERM'): void {
  const group = `-- -${child.pid}`;
  if (child.pid === undefined || process.platform === 'win32') return;
  const gone = `kill -s 0 ${group} || exit`;
  const script = `read -r _; kill -s ${name} ${group}; for i in $(seq 100); do ${gone}; sleep 0.1; done; kill -s KILL ${group}`;
  const guard = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guard.on('error', () => {});
  guard.unref();
  child.once('exit', () => guard.kill('SIGKILL'));
}

/**
 * Ends a process that a killed run left behind. `isOurs` is called before each signal, because the process id may have
 * been reused.
 */
export async function stopOrphan(pid: number, isOurs: () => boolean, name: NodeJS.Signals): Promise<void> {
  for (let round = 0; round < 100; round++) {
    if (!isOurs()) return;
    if (round === 0) signal(pid, name);
    if (round === 80) signal(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
