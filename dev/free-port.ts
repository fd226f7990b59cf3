import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

/** A TCP port on 127.0.0.1 that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
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
