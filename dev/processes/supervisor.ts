import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { withPrivateUmask } from '../private-files.ts';
import { CliError } from '../terminal.ts';
import { endWithParent, exitReason, hasEnded, killGroup, stopChild, stopOrphan } from './child-processes.ts';
import { CrashCount, crashMessage } from './crash-count.ts';
import { acquireLock, identifyProcess, isRunning, type ProcessIdentity } from './process-lock.ts';
import { readableLine } from './readable-line.ts';

export type Program = { name: string; args: string[]; env: NodeJS.ProcessEnv };

/**
 * Runs Node programs until it is stopped. A program that ends by itself is started again after a delay that doubles;
 * at five ends within a minute `onGiveUp` is called. The programs end with this process even if it is killed; their
 * ids are in a file too, so that the next start can end any that are left.
 */
export class Supervisor {
  #children = new Set<ChildProcess>();
  #crashes = new Map<string, CrashCount>();
  #stopping = false;
  #dataDir: string;
  #release = () => {};
  #onGiveUp: (reason: string) => void;

  constructor(dataDir: string, onGiveUp: (reason: string) => void) {
    this.#dataDir = dataDir;
    this.#onGiveUp = onGiveUp;
  }

  get #pidFile(): string {
    return path.join(this.#dataDir, 'running.json');
  }

  /**
   * Locks the data folder for this process and ends what an earlier one left behind.
   * @throws {CliError} if another process uses the folder.
   */
  async lockDataDir(): Promise<void> {
    const { heldBy, release } = acquireLock(path.join(this.#dataDir, 'lock'));
    if (heldBy !== null)
      throw new CliError(
        `A shop is already running in this data folder (process ${heldBy}): stop it, or set DATA_DIR and PORT.`,
      );
    this.#release = release;
    const leftovers: ProcessIdentity[] = existsSync(this.#pidFile)
      ? JSON.parse(readFileSync(this.#pidFile, 'utf8'))
      : [];
    await Promise.all(leftovers.map((one) => stopOrphan(one.pid, () => isRunning(one), 'SIGTERM')));
  }

  /** Starts a program that runs until `stop`. */
  start(program: Program): void {
    if (this.#stopping) return;
    const { name } = program;
    const child = this.#spawn(program);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => printLine(name, line));
    }
    void exitReason(child).then((reason) => this.#ended(program, reason));
  }

  /**
   * Runs a program to its end.
   * @throws {CliError} if it fails or `stop` was called.
   */
  async run(program: Program, onOutput: (data: Buffer) => void): Promise<void> {
    if (this.#stopping) throw new CliError(`${program.name} was stopped.`);
    const child = this.#spawn(program);
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', onOutput);
    const reason = await exitReason(child);
    if (reason !== 'code 0') throw new CliError(`${program.name} failed (${reason}).`);
  }

  #spawn({ args, env }: Program): ChildProcess {
    // In its own process group: Ctrl-C reaches it only through stop(), in order.
    const child = withPrivateUmask(() =>
      spawn(process.execPath, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] }),
    );
    endWithParent(child);
    this.#children.add(child);
    child.once('exit', () => {
      this.#children.delete(child);
      killGroup(child);
    });
    this.#writePidFile();
    return child;
  }

  #ended(program: Program, reason: string): void {
    if (this.#stopping) return;
    const { name } = program;
    const crashes = this.#crashes.get(name) ?? new CrashCount();
    this.#crashes.set(name, crashes);
    const wait = crashes.next();
    if (wait === null) {
      this.#onGiveUp(crashMessage(name, reason));
      return;
    }
    console.log(`✗ ${name} ended (${reason}); starting it again`);
    setTimeout(() => this.start(program), wait);
  }

  #writePidFile(): void {
    const pids = [...this.#children].filter((child) => !hasEnded(child)).flatMap(({ pid }) => pid ?? []);
    const partial = `${this.#pidFile}.partial`;
    writeFileSync(partial, JSON.stringify(pids.map(identifyProcess)), { mode: 0o600 });
    renameSync(partial, this.#pidFile);
  }

  /** Ends all programs and starts no others. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all([...this.#children].map((child) => stopChild(child)));
    rmSync(this.#pidFile, { force: true });
  }

  /** Unlocks the data folder; the last call. */
  release(): void {
    this.#release();
  }

  killNow(): void {
    for (const child of this.#children) killGroup(child);
  }
}

function printLine(name: string, line: string): void {
  for (const one of readableLine(line).split('\n')) console.log(`${name.padEnd(8)}│ ${one}`);
}
