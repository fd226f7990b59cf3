import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '../dev/free-port.ts';
import { endChild } from '../dev/processes.ts';
import { Plain } from '../dev/say.ts';
import { atEnd } from './clean-up.ts';

/** Debian keeps nginx where an ordinary user's PATH may not look. */
const PROGRAMS = ['nginx', '/usr/sbin/nginx'];

/**
 * Lets nginx serve `body` as a file, from one worker process, until the measurement ends.
 * @returns its address, or null when nginx is missing.
 */
export async function startStaticServer(body: string): Promise<string | null> {
  const program = PROGRAMS.find((name) => spawnSync(name, ['-v']).status === 0);
  if (!program) return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-nginx-'));
  atEnd(async () => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  writeFileSync(path.join(folder, 'index.html'), body);
  const settings = path.join(folder, 'nginx.conf');
  writeFileSync(settings, configuration(folder, port));
  const child = spawn(program, ['-p', folder, '-c', settings, '-e', path.join(folder, 'error.log')], {
    stdio: 'ignore',
    detached: true,
  });
  atEnd(() => endChild(child));
  const url = `http://127.0.0.1:${port}/index.html`;
  for (let round = 0; round < 100; round++) {
    if ((await fetch(url).catch(() => null))?.ok) return url;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Plain('nginx did not answer within five seconds.');
}

function configuration(folder: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  return [
    // Started by root it would change to a user who cannot enter the folder.
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    'daemon off;',
    'worker_processes 1;',
    `pid ${folder}/nginx.pid;`,
    'events { worker_connections 1024; }',
    'http {',
    ...temporary,
    'access_log off;',
    'sendfile on;',
    'keepalive_requests 10000000;',
    'types { text/html html; }',
    `server { listen 127.0.0.1:${port}; root ${folder}; }`,
    '}',
  ].join('\n');
}
