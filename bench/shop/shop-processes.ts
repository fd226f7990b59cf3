import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import path from 'node:path';
import { endWithParent, exitReason, hasEnded, stopChild } from '../../dev/processes/child-processes.ts';
import { CliError } from '../../dev/terminal.ts';

/** `stripe` is the Stripe emulator. Workers after the first have a number. */
export type ProcessName = 'stripe' | 'mail' | 'web' | 'worker' | `worker-${number}`;
type Program = 'stripe' | 'mail' | 'web' | 'worker';

/** A program's arguments, and a URL that responds when it is ready; null for a worker. */
export type Programs = Record<Program, { args: string[]; healthUrl: string | null }>;

/** The programs of a measured shop. Their output is in `<dataDir>/<name>.log`. */
export class ShopProcesses {
  #programs: Programs;
  #env: NodeJS.ProcessEnv;
  #dataDir: string;
  #children = new Map<ProcessName, ChildProcess>();

  constructor(programs: Programs, env: NodeJS.ProcessEnv, dataDir: string) {
    this.#programs = programs;
    this.#env = env;
    this.#dataDir = dataDir;
  }

  /** Starts a process and waits until its URL responds. @throws {CliError} if it does not within a minute. */
  async start(name: ProcessName): Promise<void> {
    const { args, healthUrl } = this.#programs[name.startsWith('worker') ? 'worker' : (name as Program)];
    const log = openSync(path.join(this.#dataDir, `${name}.log`), 'a');
    const child = spawn(process.execPath, args, { env: this.#env, detached: true, stdio: ['ignore', log, log] });
    endWithParent(child);
    this.#children.set(name, child);
    if (healthUrl) await waitUntilUp(healthUrl, child);
  }

  /** The process id. @throws if it was never started. */
  pid(name: ProcessName): number {
    const pid = this.#children.get(name)?.pid;
    if (pid === undefined) throw new Error(`${name} was not started`);
    return pid;
  }

  /** SIGTERM, and waits for the end. */
  async stop(name: ProcessName): Promise<void> {
    const child = this.#children.get(name);
    if (child) await stopChild(child);
  }

  /** SIGKILL, and waits for the end. */
  async kill(name: ProcessName): Promise<void> {
    const child = this.#children.get(name);
    if (child) await stopChild(child, ['SIGKILL']);
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#children.keys()].map((name) => this.stop(name)));
  }
}

async function waitUntilUp(healthUrl: string, child: ChildProcess): Promise<void> {
  const ended = exitReason(child);
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && !hasEnded(child)) {
    const response = await fetch(healthUrl, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    if (response?.ok) return;
    await Promise.race([new Promise((resolve) => setTimeout(resolve, 50)), ended]);
  }
  throw new CliError(`${healthUrl} does not respond.`);
}
