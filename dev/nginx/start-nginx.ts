import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { stopChild } from '../processes/child-processes.ts';
import { makeCertificate } from './make-certificate.ts';
import { type NginxSite, siteSettings } from './site-settings.ts';

export type Nginx = {
  /** The shop. */
  url: string;
  /** Plain HTTP, which redirects to the shop. */
  plainUrl: string;
  /** What it has logged about requests. */
  accessLog(): string;
  stop(): Promise<void>;
};

type Options = Pick<NginxSite, 'dataDir' | 'webPorts'> & {
  program: string;
  tls?: boolean;
  limits?: boolean;
  /** More lines for the http block, such as another server to compare with. */
  more?: (folder: string) => string;
};

const MIME_TYPES = '/etc/nginx/mime.types';

/** Runs nginx with deploy/nginx.conf in front of web processes on this machine. @throws if it does not start. */
export async function startNginx(options: Options): Promise<Nginx> {
  const { program, dataDir, webPorts, tls = true, limits = true, more = () => '' } = options;
  const folder = mkdtempSync(path.join(tmpdir(), 'nginx-'));
  const [shop, otherNames, plain] = await Promise.all([freePort(), freePort(), freePort()]);
  makeCertificate(folder);
  const site = siteSettings({ folder, dataDir, webPorts, ports: { shop, otherNames, plain }, tls, limits });
  writeFileSync(path.join(folder, 'site.conf'), site);
  writeFileSync(path.join(folder, 'nginx.conf'), mainSettings(folder, more(folder)));
  const log = path.join(folder, 'error.log');
  const child = spawn(program, ['-p', folder, '-c', path.join(folder, 'nginx.conf'), '-e', log], {
    stdio: 'ignore',
    detached: true,
  });
  const stop = async () => {
    await stopChild(child);
    rmSync(folder, { recursive: true, force: true });
  };
  for (let round = 0; round < 100; round++) {
    if (await listens(shop)) {
      const url = `${tls ? 'https' : 'http'}://localhost:${shop}`;
      const accessLog = () => readFileSync(path.join(folder, 'access.log'), 'utf8');
      return { url, plainUrl: `http://localhost:${plain}`, accessLog, stop };
    }
    if (child.exitCode !== null) break;
    await pause(50);
  }
  const reason = existsSync(log) ? readFileSync(log, 'utf8') : '';
  await stop();
  throw new Error(`nginx did not start:\n${reason}`);
}

function mainSettings(folder: string, more: string): string {
  return [
    // Started by root, nginx would switch to a user who cannot read the folders.
    ...(process.getuid?.() === 0 ? ['user root;'] : []),
    'daemon off;',
    'worker_processes 1;',
    `pid ${folder}/nginx.pid;`,
    'events { worker_connections 4096; }',
    'http {',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`),
    'access_log off;',
    'sendfile on;',
    'tcp_nopush on;',
    ...(existsSync(MIME_TYPES) ? [`include ${MIME_TYPES};`] : []),
    'default_type application/octet-stream;',
    `include ${folder}/site.conf;`,
    more,
    '}',
  ].join('\n');
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const end = (isOpen: boolean) => () => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', end(true)).once('error', end(false));
  });
}
