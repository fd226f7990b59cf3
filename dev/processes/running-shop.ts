import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { StartedServices } from '../environment.ts';
import { startTime } from './child-processes.ts';

const fileOf = (dataDir: string) => path.join(dataDir, 'services.json');

type ServicesFile = { pid: number; since: string | null; services: StartedServices };

/** Stores where the services of this process are, for scripts that run beside it; only its owner can read the file. */
export function recordServices(services: StartedServices): void {
  const content: ServicesFile = { pid: process.pid, since: startTime(process.pid), services };
  writeFileSync(fileOf(services.dataDir), JSON.stringify(content), { mode: 0o600 });
}

/** The services of the shop that runs in this data folder now, or null. */
export function runningShop(dataDir: string): StartedServices | null {
  if (!existsSync(fileOf(dataDir))) return null;
  const { pid, since, services }: ServicesFile = JSON.parse(readFileSync(fileOf(dataDir), 'utf8'));
  return since !== null && startTime(pid) === since ? services : null;
}
