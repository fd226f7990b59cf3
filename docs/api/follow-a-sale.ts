/**
 * Posts a work with a picture, and says when it is sold:
 *
 *     SHOP=http://localhost:3000 TOKEN=mys_… node docs/api/follow-a-sale.ts heron.jpg http://127.0.0.1:8080/
 *
 * The token needs the scopes posts:write and webhooks:write. The last argument is the URL at which the shop reaches this
 * program: of a shop on the internet, a public https URL that leads to port 8080 here, or to PORT.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

const { SHOP = 'http://localhost:3000', TOKEN, PORT = '8080' } = process.env;
const [file, ownUrl] = process.argv.slice(2);
if (!TOKEN || !file || !ownUrl) throw new Error('Set TOKEN, and name a picture and the URL of this program.');

/** Sends a POST; sent again with the same key, it would happen once. */
async function post(path: string, body: object | Uint8Array<ArrayBuffer>) {
  const isFile = body instanceof Uint8Array;
  const response = await fetch(`${SHOP}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'content-type': isFile ? 'application/octet-stream' : 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: isFile ? body : JSON.stringify(body),
  });
  const answer = await response.json();
  // Problem details: `code` for programs, `detail` for people.
  if (!response.ok) throw new Error(`${answer.code}: ${answer.detail}`);
  return answer;
}

const { secret } = await post('/webhooks', { url: ownUrl, events: ['post.sold'] });
const picture = await post('/pictures', new Uint8Array(await readFile(file)));
const work = await post('/posts', {
  title: 'Grey Heron',
  price: { amount: 12_000, currency: 'EUR' },
  pictures: [{ id: picture.id, alt: 'A heron' }],
  publish: true,
});
console.log(`Posted: ${work.url}`);

createServer(async (request, response) => {
  try {
    const sent = new Webhook(secret).verify(await text(request), request.headers as Record<string, string>);
    const { type, data } = sent as { type: string; data: { id: string; title: string } };
    if (type === 'post.sold' && data.id === work.id) console.log(`Sold: ${data.title}`);
    response.writeHead(204).end();
  } catch {
    response.writeHead(400).end();
  }
}).listen(Number(PORT));
