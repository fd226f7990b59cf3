import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { authenticate } from '#lib/accounts/authenticate.ts';
import { hashPassword } from '#lib/accounts/password.ts';
import { getViewer } from '#lib/accounts/queries.ts';
import { db } from '#lib/db.ts';
import { waitForRedis } from '#lib/redis.ts';
import { prepareSignIns, replacePublishedPasswords } from '../../../demo/demo-passwords.ts';
import { demoUsers } from '../../../demo/demo-users.ts';
import { makeSession } from '../../support/database/factories.ts';

// As `npm start` sets it.
process.env.DEMO_ACCOUNTS = 'true';

const PUBLISHED = 'demo-gallery-2026';
const client = new Client({ connectionString: process.env.DATABASE_URL });
let dataDir: string;

beforeAll(async () => {
  await waitForRedis(5_000);
  await client.connect();
});
afterAll(() => client.end());

beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'demo-'));
  await db().user.deleteMany();
  return () => rmSync(dataDir, { recursive: true });
});

const file = () => path.join(dataDir, 'demo.json');
const signIn = (name: string, password: string) => authenticate({ name, password }, randomUUID());

/** The demo accounts with one password, as the first versions made them. */
async function addDemoUsers(password: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await db().user.createMany({ data: demoUsers().map((user) => ({ ...user, passwordHash, isDemo: true })) });
}

test('each installation has passwords of its own, in a file for its owner, and the same ones at the next start', async () => {
  const signIns = await prepareSignIns(dataDir);
  expect(signIns.map(({ role }) => role)).toEqual(['artist', 'buyer', 'admin']);
  expect(new Set(signIns.map(({ password }) => password)).size).toBe(3);
  for (const { password } of signIns) expect(password).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  expect(await prepareSignIns(dataDir)).toEqual(signIns);
  rmSync(file());
  expect(await prepareSignIns(dataDir)).not.toEqual(signIns);
});

test('the password that earlier versions published is replaced, and its sessions end', async () => {
  await addDemoUsers(PUBLISHED);
  writeFileSync(file(), JSON.stringify({ signIns: [{ role: 'admin', username: 'curator', password: PUBLISHED }] }));
  chmodSync(file(), 0o644);
  const { id } = await db().user.findFirstOrThrow({ where: { username: 'curator' } });
  const session = await makeSession(id);
  expect(await getViewer(session)).not.toBeNull();
  expect(await replacePublishedPasswords(client, dataDir)).toBe(true);
  expect(await getViewer(session)).toBeNull();
  expect(statSync(file()).mode & 0o777).toBe(0o600);
  const { signIns } = JSON.parse(readFileSync(file(), 'utf8'));
  for (const { username, password } of signIns) {
    expect(password).not.toBe(PUBLISHED);
    await expect(signIn(username, PUBLISHED)).rejects.toMatchObject({ code: 'wrong-sign-in' });
    await signIn(username, password);
  }
  expect(await replacePublishedPasswords(client, dataDir)).toBe(false);
});

test('a password that somebody has chosen stays', async () => {
  await addDemoUsers('chosen by its owner');
  expect(await replacePublishedPasswords(client, dataDir)).toBe(false);
  const session = await signIn('curator', 'chosen by its owner');
  expect(await getViewer(await makeSession(session.id))).toMatchObject({ username: 'curator' });
});

test('the published password opens no demo account, even where it is still stored', async () => {
  await addDemoUsers(PUBLISHED);
  await expect(signIn('curator', PUBLISHED)).rejects.toMatchObject({ code: 'demo-account' });
});
