import { readFileSync } from 'node:fs';
import { startNginx } from '../dev/nginx/start-nginx.ts';

const s = JSON.parse(readFileSync('/tmp/zz-shop.json', 'utf8'));
const n = await startNginx({
  program: '/usr/sbin/nginx',
  dataDir: s.env.DATA_DIR ?? '/tmp',
  webPorts: [Number(new URL(s.url).port)],
  tls: process.argv[2] === 'tls',
});
console.log(n.url);
await new Promise((r) => process.once('SIGTERM', r));
await n.stop();
process.exit(0);
