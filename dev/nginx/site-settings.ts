import { readFileSync } from 'node:fs';
import path from 'node:path';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');

export type Place = {
  /** A folder for copies, certificate and logs. */
  folder: string;
  dataDir: string;
  /** Of the web processes. */
  webPorts: number[];
  /** Those of nginx itself: of the shop, of requests for other names, of plain HTTP. */
  ports: { shop: number; otherNames: number; plain: number };
  /** false lets it answer over plain HTTP, for comparisons with what does so too. */
  tls: boolean;
};

/**
 * deploy/nginx.conf for this machine: what its head says is to be changed, and the ports.
 * @throws when something of that is not in the file any more.
 */
export function siteSettings({ folder, dataDir, webPorts, ports, tls }: Place): string {
  const file = path.join(REPOSITORY, 'deploy/nginx.conf');
  const own = (port: number) => `listen 127.0.0.1:${port}`;
  const web = webPorts.map((port) => `server 127.0.0.1:${port} max_fails=2 fail_timeout=2s;`);
  const changes: [string, string][] = [
    ['server 127.0.0.1:3000 max_fails=2 fail_timeout=2s;', web.join('\n  ')],
    ['  listen [::]:80 default_server;\n', ''],
    ['  listen [::]:443 ssl http2 default_server;\n', ''],
    ['  listen [::]:443 ssl http2;\n', ''],
    ['listen 80 default_server', own(ports.plain)],
    ['listen 443 ssl http2 default_server', `${own(tls ? ports.shop : ports.otherNames)} ssl http2 default_server`],
    ['listen 443 ssl http2', tls ? `${own(ports.shop)} ssl http2` : own(ports.shop)],
    ['/etc/letsencrypt/live/shop.example.org/fullchain.pem', path.join(folder, 'certificate.pem')],
    ['/etc/letsencrypt/live/shop.example.org/privkey.pem', path.join(folder, 'key.pem')],
    ['shop.example.org', 'localhost'],
    ['/srv/makeyourspace/app', REPOSITORY],
    ['/srv/makeyourspace/data', dataDir],
    ['/var/cache/nginx/makeyourspace', path.join(folder, 'copies')],
  ];
  return changes.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`deploy/nginx.conf has no “${from.trim()}” any more`);
      return text.replaceAll(from, to);
    },
    withoutComments(readFileSync(file, 'utf8')),
  );
}

const withoutComments = (text: string) => text.replace(/^\s*#.*\n/gm, '');
