import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The command line of a running process, or null when there is none of this number. */
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

/** When a process began, in whatever unit the system keeps it: with its number it names one process for ever. Null when it is gone. */
export function startTime(pid: number): string | null {
  if (!existsSync('/proc/self')) {
    return spawnSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' }).stdout.trim() || null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold spaces and brackets, comes field 3; the start time is field 22 (proc(5)).
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
    // It is gone already.
  }
}

/** Kills at once a child that leads its own group, with all that it has started. */
export function killGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) signal(-pid, 'SIGKILL');
}

export const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** How a child ended, in words: `code 1`, `SIGKILL`, or why it could not be started. */
export function exitReason(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, name) => resolve(name ?? `code ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
}

/**
 * Asks a child to end, with `signals` one after the other, each given `patience` milliseconds; then kills it.
 * What it started itself ends with it, when it leads its own group.
 */
export async function stopChild(
  child: ChildProcess,
  signals: NodeJS.Signals[] = ['SIGTERM'],
  patience = 10_000,
): Promise<void> {
  const { pid } = child;
  if (pid === undefined || hasEnded(child)) return;
  for (const name of signals) {
    signal(pid, name);
    if (await endsWithin(child, patience)) return killGroup(child);
  }
  killGroup(child);
  signal(pid, 'SIGKILL');
  await endsWithin(child, patience);
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
 * Lets a child that leads its own group end with this process, also when this one is killed by SIGKILL:
 * a small shell waits for the end of a pipe that only we hold, sends `name`, and SIGKILL ten seconds later.
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
 * Ends a process that an earlier run left behind when it was killed. `isOurs` is asked before each
 * signal, because the number may belong to somebody else by now.
 */
export async function stopOrphan(pid: number, isOurs: () => boolean, name: NodeJS.Signals): Promise<void> {
  for (let round = 0; round < 100; round++) {
    if (!isOurs()) return;
    if (round === 0) signal(pid, name);
    if (round === 80) signal(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
