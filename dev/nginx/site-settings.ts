import { readFileSync } from 'node:fs';
import path from 'node:path';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');

export type NginxSite = {
  /** A folder for cache, certificate and logs. */
  folder: string;
  dataDir: string;
  /** Of the web processes. */
  webPorts: number[];
  /** nginx's own: for the shop, for requests with another host name, for plain HTTP. */
  ports: { shop: number; otherNames: number; plain: number };
  /** false: the shop over plain HTTP, for comparisons with other servers without TLS. */
  tls: boolean;
  /** false: without limits on requests and connections, for measurements. */
  limits: boolean;
};

/**
 * deploy/nginx.conf for this machine, with other ports and the changes that its header asks for.
 * @throws if a text that has to be replaced is no longer in the file.
 */
export function siteSettings({ folder, dataDir, webPorts, ports, tls, limits }: NginxSite): string {
  const file = path.join(REPOSITORY, 'deploy/nginx.conf');
  const listen = (port: number) => `listen 127.0.0.1:${port}`;
  const web = webPorts.map((port) => `server 127.0.0.1:${port} max_fails=2 fail_timeout=2s;`);
  const changes: [string, string][] = [
    ['server 127.0.0.1:3000 max_fails=2 fail_timeout=2s;', web.join('\n  ')],
    ['  listen [::]:80 default_server;\n', ''],
    ['  listen [::]:443 ssl http2 default_server;\n', ''],
    ['  listen [::]:443 ssl http2;\n', ''],
    ['listen 80 default_server', listen(ports.plain)],
    ['listen 443 ssl http2 default_server', `${listen(tls ? ports.shop : ports.otherNames)} ssl http2 default_server`],
    ['listen 443 ssl http2', tls ? `${listen(ports.shop)} ssl http2` : listen(ports.shop)],
    ['/etc/letsencrypt/live/shop.example.org/fullchain.pem', path.join(folder, 'certificate.pem')],
    ['/etc/letsencrypt/live/shop.example.org/privkey.pem', path.join(folder, 'key.pem')],
    ['shop.example.org', 'localhost'],
    ['/srv/makeyourspace/app', REPOSITORY],
    ['/srv/makeyourspace/data', dataDir],
    ['/var/log/nginx', folder],
    ['/var/cache/nginx/makeyourspace', path.join(folder, 'cache')],
  ];
  const text = withoutComments(readFileSync(file, 'utf8'));
  return changes.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`deploy/nginx.conf no longer contains “${from.trim()}”`);
      return text.replaceAll(from, to);
    },
    limits ? text : withoutLimits(text),
  );
}

const withoutLimits = (text: string) => text.replace(/^\s*limit_(?:req|conn) .*\n/gm, '');

const withoutComments = (text: string) => text.replace(/^\s*#.*\n/gm, '');
