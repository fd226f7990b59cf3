import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export type ProcessRow = { pid: number; parent: number; kilobytes: number; nice: number; command: string };

/** Lists all processes of this machine with their resident memory and `nice` value. */
export async function listProcesses(): Promise<ProcessRow[]> {
  const { stdout } = await promisify(execFile)('ps', ['-axo', 'pid=,ppid=,rss=,ni=,args='], {
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, kilobytes, nice, command] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(-?\d+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined
      ? []
      : [{ pid: Number(pid), parent: Number(parent), kilobytes: Number(kilobytes), nice: Number(nice), command }];
  });
}
