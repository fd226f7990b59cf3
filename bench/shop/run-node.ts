import { spawn } from 'node:child_process';
import { CliError } from '../../dev/terminal.ts';

/** Runs a script of this repository to its end. @throws {CliError} if it fails; its output says why. */
export function runNode(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new CliError(`${args.join(' ')} failed.`))));
  });
}
