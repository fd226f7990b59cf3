import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { endChild, endOrphan, startTime } from './processes.ts';
import { Plain } from './say.ts';

export type Program = { name: string; args: string[]; env: NodeJS.ProcessEnv };

/** A process by its number and when it began. */
type Running = { pid: number; since: string | null };

const isRunning = ({ pid, since }: Running) => since !== null && startTime(pid) === since;

const MAX_CRASHES = 5;
const MINUTE = 60_000;

/**
 * Runs Node programs until it is stopped. One that ends by itself is started again, after a pause that
 * doubles; five ends within a minute are the end of all (`onHopeless`). Their numbers are kept in a
 * file, so that the next start can end what this one left when it was killed.
 */
export class Supervisor {
  #children = new Map<string, ChildProcess>();
  #crashes = new Map<string, number[]>();
  #stopping = false;
  #pidFile: string;
  #onHopeless: (reason: string) => void;

  constructor(dataDir: string, onHopeless: (reason: string) => void) {
    this.#pidFile = path.join(dataDir, 'running.json');
    this.#onHopeless = onHopeless;
  }

  /**
   * Makes this process the one that runs in the data folder, and ends what an earlier one left behind.
   * @throws {Plain} when another one is running there now.
   */
  async takeOver(): Promise<void> {
    if (existsSync(this.#pidFile)) {
      const [owner, ...leftovers]: Running[] = JSON.parse(readFileSync(this.#pidFile, 'utf8'));
      if (owner && isRunning(owner))
        throw new Plain(
          `This data folder is in use by a shop that runs already (process ${owner.pid}): stop it, or set DATA_DIR and PORT.`,
        );
      await Promise.all(leftovers.map((one) => endOrphan(one.pid, () => isRunning(one), 'SIGTERM')));
    }
    this.#note();
  }

  start(program: Program): void {
    const { name, args, env } = program;
    // A group of its own: Ctrl-C reaches it only through stop(), in order.
    const child = spawn(process.execPath, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#children.set(name, child);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => console.log(`${name.padEnd(8)}│ ${line}`));
    }
    child.once('exit', (code, signal) => this.#ended(program, signal ?? `code ${code}`));
    this.#note();
  }

  #ended(program: Program, how: string): void {
    if (this.#stopping) return;
    const { name } = program;
    const recent = [...(this.#crashes.get(name) ?? []), Date.now()].filter((time) => time > Date.now() - MINUTE);
    this.#crashes.set(name, recent);
    if (recent.length >= MAX_CRASHES) {
      this.#onHopeless(`${name} ended ${MAX_CRASHES} times within a minute (${how})`);
      return;
    }
    console.log(`✗ ${name} ended (${how}) and is started again`);
    setTimeout(() => !this.#stopping && this.start(program), 250 * 2 ** recent.length);
  }

  #note(): void {
    const pids = [process.pid, ...[...this.#children.values()].flatMap(({ pid }) => pid ?? [])];
    const running = pids.map((pid): Running => ({ pid, since: startTime(pid) }));
    writeFileSync(this.#pidFile, JSON.stringify(running));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#children.values()].map((child) => endChild(child)));
    rmSync(this.#pidFile, { force: true });
  }

  killNow(): void {
    for (const { pid } of this.#children.values()) {
      try {
        if (pid) process.kill(-pid, 'SIGKILL');
      } catch {
        // It is gone already.
      }
    }
  }
}
