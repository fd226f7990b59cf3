import { parseArgs } from 'node:util';
import { hashPassword } from '#lib/accounts/password.ts';
import { seededRandom } from '../dev/seeded-random.ts';
import { step } from '../dev/terminal.ts';
import { type OwnShop, startOwnShop } from './shop/own-shop.ts';

/** Fewer than the limit of attempts for one account from one address. */
const TRIES_FOR_A_NAME = 8;
const RESAMPLES = 2_000;

type Kind = 'known' | 'unknown';
type Form = { path: string; fields: (name: string, number: number) => Record<string, string> };

/** What somebody sends who wants to learn which accounts there are. */
const FORMS: Record<string, Form> = {
  'sign-in': { path: '/sign-in', fields: (name) => ({ name, password: 'not the password of anybody' }) },
  'sign-up': {
    path: '/sign-up',
    fields: (name, number) => ({
      username: `new-${number}`,
      email: `${name}@example.org`,
      password: 'correct horse battery',
    }),
  },
  'lost password': { path: '/forgot-password', fields: (name) => ({ name: `${name}@example.org` }) },
};

/**
 * Measures whether the time of a response tells which accounts there are: sign-in, sign-up and lost password, with known and
 * unknown names by turns. The difference counts as noise if its 95 % interval (bootstrap of the medians) includes zero.
 */
export async function benchAccounts(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { tries: { type: 'string', default: '200' } } });
  const tries = Number(values.tries);
  const shop = await startOwnShop();
  const count = Math.ceil(tries / TRIES_FOR_A_NAME);
  await step('Accounts', () => addAccounts(shop, count));
  const rows: Record<string, Record<string, string>> = {};
  for (const [name, form] of Object.entries(FORMS)) {
    const times = await step(name, () => measure(shop, form, { tries, count }), { long: true });
    rows[name] = describe(times);
  }
  console.table(rows);
}

async function addAccounts({ database }: OwnShop, count: number): Promise<void> {
  const hash = await hashPassword('correct horse battery staple');
  await database.query(
    `INSERT INTO users (id, username, email, display_name, password_hash, email_proven_at)
     SELECT gen_random_uuid(), 'known-' || n, 'known-' || n || '@example.org', 'Known', $2, now()
     FROM generate_series(0, $1::int - 1) n`,
    [count, hash],
  );
}

/** @returns milliseconds of each response. */
async function measure(
  { url }: OwnShop,
  { path, fields }: Form,
  { tries, count }: { tries: number; count: number },
): Promise<Record<Kind, number[]>> {
  const html = await (await fetch(url + path)).text();
  const hidden = hiddenFields(html);
  const times: Record<Kind, number[]> = { known: [], unknown: [] };
  const random = seededRandom(tries);
  for (let index = -10; index < tries; index++) {
    // Drawn each time: in a regular order, what the shop does a while after one kind would always fall into the same kind.
    const kinds: Kind[] = random() < 0.5 ? ['known', 'unknown'] : ['unknown', 'known'];
    for (const kind of kinds) {
      const number = Math.abs(index) * 2 + (kind === 'known' ? 0 : 1) + (index < 0 ? 1_000_000 : 0);
      const body = new FormData();
      const typed = fields(`${kind}-${Math.abs(index) % count}`, number);
      for (const [name, value] of [...hidden, ...Object.entries(typed)]) body.set(name, value);
      body.delete('key');
      // Each from an address of its own, as from a botnet: limits are not what is measured.
      const headers = { origin: url, 'x-forwarded-for': `2001:db8:${number.toString(16)}::1` };
      const start = performance.now();
      const response = await fetch(url + path, { method: 'POST', body, headers, redirect: 'manual' });
      await response.arrayBuffer();
      if (index >= 0) times[kind].push(performance.now() - start);
    }
  }
  return times;
}

/** Of the page's form for accounts, the last one; the one before it is the search. */
function hiddenFields(html: string): [string, string][] {
  const form = html.match(/<form\b.*?<\/form>/gs)?.find((text) => text.includes('method="POST"')) ?? '';
  return [...form.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)].map(
    ([, name = '', value = '']) => [name, value.replaceAll('&quot;', '"').replaceAll('&amp;', '&')],
  );
}

function describe({ known, unknown }: Record<Kind, number[]>): Record<string, string> {
  const random = seededRandom(1);
  const resampled = (times: number[]) => median(times.map(() => times[Math.floor(random() * times.length)] ?? 0));
  const differences = Array.from({ length: RESAMPLES }, () => resampled(known) - resampled(unknown)).sort(
    (a, b) => a - b,
  );
  const [low = 0, high = 0] = [differences[RESAMPLES * 0.025], differences[RESAMPLES * 0.975]];
  return {
    'known, ms': median(known).toFixed(2),
    'unknown, ms': median(unknown).toFixed(2),
    'difference, ms': (median(known) - median(unknown)).toFixed(2),
    '95 % interval': `${low.toFixed(2)} to ${high.toFixed(2)}`,
    'within noise': low <= 0 && high >= 0 ? 'yes' : 'no',
  };
}

function median(times: number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
