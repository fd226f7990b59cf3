import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDataDir } from '../../../dev/data-dir.ts';

let parent: string;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'parent-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

const modeOf = (...names: string[]) => statSync(path.join(parent, ...names)).mode & 0o777;

test('nobody else can list a new data folder', () => {
  makeDataDir(path.join(parent, 'data'));
  expect(modeOf('data') & 0o066).toBe(0);
});

test('what an earlier version made becomes private, and nothing else changes', () => {
  chmodSync(parent, 0o755);
  for (const folder of ['redis/appendonlydir', 'stripe', 'mail', 'media/public', 'mine'])
    mkdirSync(path.join(parent, folder), { recursive: true });
  const secret = ['redis/appendonlydir/a.aof', 'stripe/stripe.jsonl', 'mail/1.eml', 'demo.json', 'ports.json'];
  const open = ['media/public/a.webp', 'mine/letter.txt'];
  for (const file of [...secret, ...open]) {
    writeFileSync(path.join(parent, file), 'x');
    chmodSync(path.join(parent, file), 0o644);
  }
  for (const folder of ['redis', 'stripe', 'mail', 'media', 'mine']) chmodSync(path.join(parent, folder), 0o755);
  makeDataDir(parent);
  for (const file of secret) expect([file, modeOf(file)]).toEqual([file, 0o600]);
  for (const folder of ['redis', 'stripe', 'mail']) expect([folder, modeOf(folder)]).toEqual([folder, 0o700]);
  for (const file of open) expect([file, modeOf(file)]).toEqual([file, 0o644]);
  expect([modeOf(), modeOf('media'), modeOf('mine')]).toEqual([0o755, 0o755, 0o755]);
});
