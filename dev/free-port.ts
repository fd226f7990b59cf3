import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

/**
 * Below the ports that Linux, macOS and Windows give to clients. A client that tries again while nothing listens yet
 * would at some time get that very port, be connected to itself, and keep the server from listening.
 */
const PORTS = { first: 20_000, count: 10_000 };

/** A TCP port on 127.0.0.1 that is free now. @throws if none of fifty is */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
    if (await isFree(port, '127.0.0.1')) return port;
  }
  throw new Error(`found no free port from ${PORTS.first} to ${PORTS.first + PORTS.count - 1}`);
}

/** Whether a server can listen on this port. @param host the IP address to listen on; all of the machine's by default. */
export function isFree(port: number, host?: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/**
 * The port that `name` had at the last start in this folder if it is free, so that old links still work; else a new
 * one.
 */
export async function reservedPort(dataDir: string, name: string): Promise<number> {
  const file = path.join(dataDir, 'ports.json');
  const ports: Record<string, number> = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const known = ports[name];
  if (known && (await isFree(known))) return known;
  const port = await freePort();
  writeFileSync(file, JSON.stringify({ ...ports, [name]: port }), { mode: 0o600 });
  return port;
}
