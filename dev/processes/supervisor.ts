import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { CliError } from '../terminal.ts';
import { endWithParent, exitReason, hasEnded, killGroup, stopChild, stopOrphan } from './child-processes.ts';
import { CrashCount, crashMessage } from './crash-count.ts';
import { isRunning, type Running, running, takeLock } from './process-lock.ts';
import { readableLine } from './readable-line.ts';

export type Program = { name: string; args: string[]; env: NodeJS.ProcessEnv };

/**
 * Runs Node programs until it is stopped. One that ends by itself is started again, after a pause that
 * doubles; five ends within a minute are the end of all (`onHopeless`). They end with this process even
 * when it is killed; their numbers are kept in a file too, for the next start to make sure.
 */
export class Supervisor {
  #children = new Set<ChildProcess>();
  #crashes = new Map<string, CrashCount>();
  #stopping = false;
  #dataDir: string;
  #release = () => {};
  #onHopeless: (reason: string) => void;

  constructor(dataDir: string, onHopeless: (reason: string) => void) {
    this.#dataDir = dataDir;
    this.#onHopeless = onHopeless;
  }

  get #list(): string {
    return path.join(this.#dataDir, 'running.json');
  }

  /**
   * Makes this process the one that runs in the data folder, and ends what an earlier one left behind.
   * @throws {CliError} when another one is running there now.
   */
  async takeOver(): Promise<void> {
    const { heldBy, release } = takeLock(path.join(this.#dataDir, 'lock'));
    if (heldBy !== null)
      throw new CliError(
        `This data folder is in use by a shop that runs already (process ${heldBy}): stop it, or set DATA_DIR and PORT.`,
      );
    this.#release = release;
    const leftovers: Running[] = existsSync(this.#list) ? JSON.parse(readFileSync(this.#list, 'utf8')) : [];
    await Promise.all(leftovers.map((one) => stopOrphan(one.pid, () => isRunning(one), 'SIGTERM')));
  }

  /** Starts a program that runs until the end. */
  start(program: Program): void {
    if (this.#stopping) return;
    const { name } = program;
    const child = this.#spawn(program);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => say(name, line));
    }
    void exitReason(child).then((how) => this.#ended(program, how));
  }

  /**
   * Runs a program that ends by itself, with its output as it is.
   * @throws {CliError} when it fails, or all is stopped meanwhile.
   */
  async run(program: Program, onOutput: (data: Buffer) => void): Promise<void> {
    if (this.#stopping) throw new CliError(`${program.name} was stopped.`);
    const child = this.#spawn(program);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', onOutput);
    const how = await exitReason(child);
    if (how !== 'code 0') throw new CliError(`${program.name} failed (${how}).`);
  }

  #spawn({ args, env }: Program): ChildProcess {
    // A group of its own: Ctrl-C reaches it only through stop(), in order.
    const child = spawn(process.execPath, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    endWithParent(child);
    this.#children.add(child);
    child.once('exit', () => {
      this.#children.delete(child);
      killGroup(child);
    });
    this.#note();
    return child;
  }

  #ended(program: Program, how: string): void {
    if (this.#stopping) return;
    const { name } = program;
    const crashes = this.#crashes.get(name) ?? new CrashCount();
    this.#crashes.set(name, crashes);
    const wait = crashes.next();
    if (wait === null) {
      this.#onHopeless(crashMessage(name, how));
      return;
    }
    console.log(`✗ ${name} ended (${how}) and is started again`);
    setTimeout(() => this.start(program), wait);
  }

  #note(): void {
    const pids = [...this.#children].filter((child) => !hasEnded(child)).flatMap(({ pid }) => pid ?? []);
    const partial = `${this.#list}.partial`;
    writeFileSync(partial, JSON.stringify(pids.map(running)));
    renameSync(partial, this.#list);
  }

  /** Ends all programs, and begins no other. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#children].map((child) => stopChild(child)));
    rmSync(this.#list, { force: true });
  }

  /** Gives the data folder back; the last thing to do. */
  release(): void {
    this.#release();
  }

  killNow(): void {
    for (const child of this.#children) killGroup(child);
  }
}

function say(name: string, line: string): void {
  for (const one of readableLine(line).split('\n')) console.log(`${name.padEnd(8)}│ ${one}`);
}
