import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freePort } from '../../../dev/free-port.ts';
import { addToken } from '../../support/api/api-client.ts';
import { eventually } from '../../support/eventually.ts';
import { payAtStripe, startCheckoutOverHttp } from '../../support/http/start-checkout-over-http.ts';
import { addAccount, PASSWORD } from '../../support/shop/shop-data.ts';
import { type Shop, startShop } from '../../support/shop/start-shop.ts';

const run = promisify(execFile);
const SCRIPT = path.resolve('docs/api/walkthrough.sh');

let folder: string;
let shop: Shop;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'examples-'));
  await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '7'],
    ...['-subj', '/CN=receiver', '-addext', 'subjectAltName=IP:127.0.0.1'],
    ...['-keyout', path.join(folder, 'key.pem'), '-out', path.join(folder, 'cert.pem')],
  ]);
  const picture = sharp({ create: { width: 320, height: 240, channels: 3, background: '#447' } });
  writeFileSync(path.join(folder, 'heron.png'), await picture.png().toBuffer());
  shop = await startShop(inject('postgresUrl'), { env: { NODE_EXTRA_CA_CERTS: path.join(folder, 'cert.pem') } });
});
afterAll(async () => {
  await shop?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the walkthrough goes from a token to a signed webhook, with curl and openssl alone', async () => {
  const { username } = await addAccount(shop);
  const { stdout } = await run('bash', [SCRIPT, 'heron.png'], {
    cwd: folder,
    env: {
      ...process.env,
      ...{ SHOP: shop.url, ARTIST: username, PASSWORD },
      RECEIVER_PORT: String(await freePort()),
    },
  });
  expect(stdout).toMatch(/^Published: .+\/posts\/grey-heron/);
  expect(stdout).toContain('"price":{"amount":15000,"currency":"EUR"}');
  expect(stdout).toContain('Sold, says the shop: the signature is good.');
});

test('the example in TypeScript posts a work, and says that it is sold', async () => {
  const port = await freePort();
  const token = await addToken(shop, await addAccount(shop));
  const example = spawn(
    process.execPath,
    ['docs/api/follow-a-sale.ts', path.join(folder, 'heron.png'), `http://127.0.0.1:${port}/`],
    {
      env: { ...process.env, SHOP: shop.url, TOKEN: token, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    let said = '';
    example.stdout.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    const slug = await eventually(() => {
      const found = /\/posts\/(\S+)\n/.exec(said)?.[1];
      if (!found) throw new Error(`it has said: ${said}`);
      return found;
    });
    const { sessionId } = await startCheckoutOverHttp(shop, { slug });
    await payAtStripe(shop, sessionId);
    await eventually(() => expect(said).toContain('Sold: Grey Heron'));
  } finally {
    const ended = once(example, 'close');
    example.kill();
    await ended;
  }
});
