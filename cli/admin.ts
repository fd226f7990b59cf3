import { parseArgs } from 'node:util';
import { changeRole, listByRole } from '#lib/accounts/change-role.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Role } from '#lib/domain/viewer.ts';
import { envOrExit } from '#lib/env.ts';
import { logger } from '#lib/logger.ts';
import { redis, setRedisCommandTimeout, waitForRedis } from '#lib/redis.ts';
import { runCommand } from './run-command.ts';

const REDIS_TIMEOUT_MS = 5_000;

const USAGE = `Usage: npm run admin -- grant <username or email>    makes an account an admin
       npm run admin -- grant <username or email> --moderator   makes it a moderator, who sees to works only
       npm run admin -- revoke <username or email>   makes it a member again
       npm run admin -- list                         lists the admins, and then the moderators
`;

const NOUNS: Readonly<Record<Role, string>> = { ADMIN: 'an admin', MODERATOR: 'a moderator', MEMBER: 'a member' };

type Given = { command: string | undefined; name: string | undefined; moderator: boolean };

/** @returns the exit code. */
async function main(args: string[]): Promise<number> {
  const given = read(args);
  if (given?.command === 'list' && given.name === undefined && !given.moderator) return printHolders();
  const role = given && roleOf(given);
  if (!role || !given.name) {
    console.error(USAGE);
    return 1;
  }
  // Open pages are told through Redis. Somebody waits here, so a slow connection is worth waiting for.
  setRedisCommandTimeout(REDIS_TIMEOUT_MS);
  await waitForRedis(REDIS_TIMEOUT_MS);
  try {
    return await change(given.name, role);
  } finally {
    redis().disconnect();
  }
}

function read(args: string[]): Given | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { moderator: { type: 'boolean', default: false } },
    });
    const [command, name, ...rest] = positionals;
    return rest.length > 0 ? null : { command, name, moderator: values.moderator };
  } catch {
    return null;
  }
}

function roleOf({ command, moderator }: Given): Role | null {
  if (command === 'grant') return moderator ? 'MODERATOR' : 'ADMIN';
  return command === 'revoke' && !moderator ? 'MEMBER' : null;
}

async function change(name: string, role: Role): Promise<number> {
  try {
    const { username, isChanged } = await changeRole(name, role);
    const noun = NOUNS[role];
    console.log(
      isChanged ? `${username} is ${noun} now, and has to sign in again.` : `${username} is ${noun} already.`,
    );
    if (role !== 'ADMIN' && (await listByRole('ADMIN')).length === 0) console.log('The shop has no admin now.');
    return 0;
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    console.error(`There is no account “${name}”. It has to sign up first.`);
    return 1;
  }
}

async function printHolders(): Promise<number> {
  const [admins, moderators] = [await listByRole('ADMIN'), await listByRole('MODERATOR')];
  if (admins.length === 0) console.log('The shop has no admin.');
  for (const [holders, note] of [[admins, ''] as const, [moderators, ' (moderator)'] as const])
    for (const { username, email, suspendedAt } of holders)
      console.log(`${username.padEnd(30)} ${email}${note}${suspendedAt ? ' (suspended)' : ''}`);
  return 0;
}

envOrExit();
// What is recorded in the audit log is logged as well; here it would only clutter the output.
logger().level = 'silent';
await runCommand(main);
