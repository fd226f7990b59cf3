import { chmodSync, mkdirSync } from 'node:fs';
import { makeContentsPrivate } from './private-files.ts';

/** PostgreSQL sees to its own files (`bench` has a cluster too), and nginx may read the public pictures. */
const EXCEPT = ['postgres', 'bench', 'media'];

/**
 * Makes the data folder. What is in it is for its owner only, also what earlier versions made. Root's PostgreSQL runs as
 * another user, who must be able to pass through the folder; nobody else can list it.
 */
export function makeDataDir(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
  makeContentsPrivate(folder, EXCEPT);
}
