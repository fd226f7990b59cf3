import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { requireSignInMethods } from '#lib/accounts/factors/sign-in-methods.ts';
import { getViewer } from '#lib/accounts/queries.ts';
import { db } from '#lib/db.ts';
import { adminCommand } from '../../../cli/admin-command.ts';
import { makeSession, makeUser } from '../../support/database/factories.ts';
import { runInProcess } from '../../support/run-in-process.ts';

const runAdmin = (...args: string[]) => runInProcess(adminCommand, args);

/** Runs a command in a process of its own. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, out, err };
}

const roleOf = async (id: string) => (await db().user.findUniqueOrThrow({ where: { id } })).role;

test('an account becomes an admin and a member again, which ends its sessions', async () => {
  // As `npm run admin` does, which brings what the environment lacks.
  const listed = await run('dev/with-services.ts', 'cli/admin.ts', 'list');
  expect(listed.out).toBe('The shop has no admin.\n');
  const { id, username, email } = await makeUser();
  const session = await makeSession(id);
  expect(await run('cli/admin.ts', 'grant', username.toUpperCase())).toEqual({
    ...{ code: 0, err: '' },
    out: `${username} is an admin now, and has to sign in again.\n`,
  });
  expect(await roleOf(id)).toBe('ADMIN');
  expect(await getViewer(session)).toBeNull();

  const adminSession = await makeSession(id);
  expect((await runAdmin('grant', email)).out).toBe(`${username} is an admin already.\n`);
  expect(await getViewer(adminSession)).not.toBeNull();
  expect((await runAdmin('list')).out).toMatch(new RegExp(`^${username} +${email}\n$`));

  const { out } = await runAdmin('revoke', username);
  expect(out).toBe(`${username} is a member now, and has to sign in again.\nThe shop has no admin now.\n`);
  expect(await roleOf(id)).toBe('MEMBER');
  expect(await getViewer(adminSession)).toBeNull();
});

test('an account becomes a moderator, is listed as one, and an admin can be made one', async () => {
  const { id, username, email } = await makeUser();
  expect((await runAdmin('grant', username, '--moderator')).out).toContain(
    `${username} is a moderator now, and has to`,
  );
  expect(await roleOf(id)).toBe('MODERATOR');
  const { out } = await runAdmin('list');
  expect(out).toMatch(new RegExp(`^The shop has no admin.\n${username} +${email} \\(moderator\\)\n$`));
  await runAdmin('grant', username);
  expect(await roleOf(id)).toBe('ADMIN');
  await runAdmin('grant', username, '--moderator');
  expect(await roleOf(id)).toBe('MODERATOR');
  await runAdmin('revoke', username);
  const rows = await db().auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } });
  expect(rows.map(({ actorKind, details }) => [actorKind, details])).toEqual([
    ['terminal', { from: 'MEMBER', to: 'MODERATOR' }],
    ['terminal', { from: 'MODERATOR', to: 'ADMIN' }],
    ['terminal', { from: 'ADMIN', to: 'MODERATOR' }],
    ['terminal', { from: 'MODERATOR', to: 'MEMBER' }],
  ]);
});

test('a name that nobody has, and a command that is none, change nothing and say so', async () => {
  expect(await runAdmin('grant', 'nobody')).toEqual({
    ...{ code: 1, out: '' },
    err: 'There is no account “nobody”. It has to sign up first.\n',
  });
  for (const args of [
    [],
    ['grant'],
    ['promote', 'nobody'],
    ['grant', 'one', 'two'],
    ['list', 'all'],
    ['revoke', 'one', '--moderator'],
    ['list', '--moderator'],
    ['grant', 'one', '--owner'],
  ]) {
    const { code, err } = await runAdmin(...args);
    expect([code, err]).toEqual([1, expect.stringContaining('Usage: npm run admin -- grant <username or email>')]);
  }
});

test('somebody who has lost every factor gets in with the password again', async () => {
  const { username, id, email } = await makeUser({ role: 'ADMIN' });
  await db().recoveryCode.create({ data: { userId: id, hash: new Uint8Array(32) } });
  const removed = `${username} signs in without a second factor from now on.\n`;
  expect(await runAdmin('remove-factors', username)).toEqual({ code: 0, err: '', out: removed });
  expect(await requireSignInMethods(id)).toMatchObject({ hasSecondFactor: false, recoveryCodes: 0 });
  expect(await db().message.findMany({ where: { userId: id } })).toMatchObject([
    { kind: 'factor-removed', recipient: email },
  ]);
  expect(await db().auditEntry.findMany({ where: { subjectId: id, action: 'factor-removed' } })).toMatchObject([
    { actorKind: 'terminal' },
  ]);
  expect((await runAdmin('remove-factors', email)).out).toBe(`${username} has no second factor.\n`);
  expect((await runAdmin('remove-factors', 'nobody')).code).toBe(1);
});

test('in an emergency another key signs access tokens, and the earlier ones are gone', async () => {
  await runAdmin('rotate-signing-key');
  const [earlier] = await db().signingKey.findMany();
  const { code, out, err } = await runAdmin('rotate-signing-key');
  const keys = await db().signingKey.findMany();
  expect({ code, err, out: out.split('\n')[0] }).toEqual({
    ...{ code: 0, err: '' },
    out: `Access tokens are signed with the key ${keys[0]?.kid} from now on.`,
  });
  expect(keys).toHaveLength(1);
  expect(keys[0]?.kid).not.toBe(earlier?.kid);
  expect(await db().auditEntry.findMany({ where: { subjectId: keys[0]?.kid ?? '' } })).toMatchObject([
    { action: 'signing-key-added', actorKind: 'terminal' },
  ]);
  expect((await runAdmin('rotate-signing-key', 'mira')).code).toBe(1);
});
