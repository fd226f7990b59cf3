import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { hasEnded, stopChild } from '../../../dev/processes/child-processes.ts';

/** One program of a shop, as a child process that can be started, signalled, awaited and restarted. */
export class Program {
  readonly #args: string[];
  readonly #env: NodeJS.ProcessEnv;
  readonly #logFile: string;
  #child: ChildProcess | undefined;
  #errors = '';

  /** @param options.logFile receives its standard output; its standard error goes to the test's own as well. */
  constructor(args: string[], { env, logFile }: { env: NodeJS.ProcessEnv; logFile: string }) {
    this.#args = args;
    this.#env = env;
    this.#logFile = logFile;
  }

  /** @param changes to the environment, for this start only. */
  start(changes: Record<string, string> = {}): void {
    const log = openSync(this.#logFile, 'a', 0o600);
    this.#child = spawn(process.execPath, this.#args, {
      env: { ...this.#env, ...changes },
      detached: true,
      stdio: ['ignore', log, 'pipe'],
    });
    closeSync(log);
    this.#child.stderr?.on('data', (data: Buffer) => {
      this.#errors += data;
      process.stderr.write(data);
    });
  }

  get pid(): number {
    const pid = this.#child?.pid;
    if (pid === undefined) throw new Error('the program does not run');
    return pid;
  }

  /** Everything that it has logged since its first start. */
  log(): string {
    return existsSync(this.#logFile) ? readFileSync(this.#logFile, 'utf8') : '';
  }

  /** Everything that it has written to standard error since its first start. */
  errors(): string {
    return this.#errors;
  }

  signal(name: NodeJS.Signals): void {
    this.#child?.kill(name);
  }

  /** @throws if it has ended, with what it said. */
  requireRunning(): void {
    if (!this.#child || !hasEnded(this.#child)) return;
    const { exitCode, signalCode } = this.#child;
    throw new Error(`${this.#args.join(' ')} ended with ${signalCode ?? exitCode}: ${this.#errors.slice(-2_000)}`);
  }

  /** Lets it run on if it was stopped. @returns whether it runs. */
  resume(): boolean {
    return this.#child !== undefined && !hasEnded(this.#child) && this.#child.kill('SIGCONT');
  }

  /** Waits for its end. @returns the exit code, or the signal that killed it. */
  async ended(): Promise<number | NodeJS.Signals | null> {
    const child = this.#child;
    if (child && !hasEnded(child)) await new Promise((resolve) => child.once('exit', resolve));
    return child?.exitCode ?? child?.signalCode ?? null;
  }

  /** Ends it gracefully; kills it after ten seconds. */
  async end(): Promise<void> {
    if (!this.#child) return;
    // A frozen process would not receive SIGTERM.
    this.signal('SIGCONT');
    await stopChild(this.#child);
  }
}
