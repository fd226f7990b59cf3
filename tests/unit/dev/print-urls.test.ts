import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { printUrls } from '../../../dev/print-urls.ts';

let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'print-'));
  const signIns = [{ role: 'admin', username: 'curator', password: 'abcd-efgh-jkmn-2345' }];
  writeFileSync(path.join(dataDir, 'demo.json'), JSON.stringify({ signIns }));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dataDir, { recursive: true });
});

/** What a start with these settings prints. */
function printed({ host = '127.0.0.1', demo = 'true' } = {}): string {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
  const env = { NEXTAUTH_URL: 'http://localhost:3000', DEMO_ACCOUNTS: demo, NODE_ENV: 'production' } as const;
  printUrls(env, dataDir, host, { mail: undefined, stripe: undefined });
  return lines.join('\n');
}

test('the demo accounts are printed with this installation’s passwords', () => {
  expect(printed()).toMatch(/admin +curator +abcd-efgh-jkmn-2345/);
});

test('where they cannot sign in, nothing is printed about them', () => {
  expect(printed({ demo: 'false' })).not.toMatch(/curator|abcd/);
});

test.for(['0.0.0.0', '::', '192.0.2.7'])('a shop on %s says that other machines can reach it', (host) => {
  expect(printed({ host })).toContain(`listens on ${host}: other machines`);
});

test.for(['127.0.0.1', '::1', 'localhost'])('a shop on %s does not', (host) => {
  expect(printed({ host })).not.toContain('other machines');
});
