import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { commandLine, endChild, endOrphan } from './processes.ts';

export type Program = { name: string; args: string[]; env: NodeJS.ProcessEnv };

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

  /** Ends what an earlier run left behind, if anything. */
  async endLeftovers(): Promise<void> {
    if (!existsSync(this.#pidFile)) return;
    const leftovers: { pid: number; command: string }[] = JSON.parse(readFileSync(this.#pidFile, 'utf8'));
    await Promise.all(leftovers.map(({ pid, command }) => endOrphan(pid, command, 'SIGTERM')));
    rmSync(this.#pidFile, { force: true });
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
    const running = [...this.#children.values()].flatMap(({ pid }) =>
      pid ? [{ pid, command: commandLine(pid) ?? '' }] : [],
    );
    writeFileSync(this.#pidFile, JSON.stringify(running.filter(({ command }) => command !== '')));
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
