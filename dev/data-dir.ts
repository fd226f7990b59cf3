import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { takeFromOthers } from './private-files.ts';

/** What a start puts into the data folder, besides PostgreSQL's cluster, which sees to itself, and the pictures. */
const PRIVATE_NAMES = [
  ...['redis', 'stripe', 'mail', 'secrets.json', 'postgres-password', 'redis-password', 'demo.json'],
  ...['services.json', 'ports.json', 'running.json', 'postgres.log', 'redis.log', 'postgres-is-in'],
];

/**
 * Makes the data folder, for its owner only. In one that is there already, what earlier versions made becomes private;
 * the folder itself may be used for other things too, and stays as it is.
 */
export function makeDataDir(folder: string): void {
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    // Root's PostgreSQL runs as another user, who must be able to pass through the folder; nobody else can list it.
    chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
  }
  for (const name of PRIVATE_NAMES) takeFromOthers(path.join(folder, name));
}
