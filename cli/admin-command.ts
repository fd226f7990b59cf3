import { parseArgs } from 'node:util';
import { changeRole, listByRole } from '#lib/accounts/change-role.ts';
import { removeAllFactors } from '#lib/accounts/factors/remove-all-factors.ts';
import { replaceSigningKeys } from '#lib/api-tokens/rotate-signing-keys.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import type { Role } from '#lib/domain/viewer.ts';
import { setRedisCommandTimeout, waitForRedis } from '#lib/redis.ts';

const REDIS_TIMEOUT_MS = 5_000;

const USAGE = `Usage: npm run admin -- grant <username or email>    makes an account an admin
       npm run admin -- grant <username or email> --moderator   makes it a moderator, who sees to works only
       npm run admin -- revoke <username or email>   makes it a member again
       npm run admin -- list                         lists the admins, and then the moderators
       npm run admin -- remove-factors <username or email>   removes the passkeys, the authenticator app and the
                                                     recovery codes of somebody who has lost them
       npm run admin -- rotate-signing-key           in an emergency: another key signs access tokens, and those that
                                                     the earlier keys have signed are not accepted any more
`;

const NOUNS: Readonly<Record<Role, string>> = { ADMIN: 'an admin', MODERATOR: 'a moderator', MEMBER: 'a member' };

type Given = { command: string | undefined; name: string | undefined; moderator: boolean };

/** `npm run admin`: prints to the console. @returns the exit code. */
export async function adminCommand(args: string[]): Promise<number> {
  const given = read(args);
  const alone = given && given.name === undefined && !given.moderator ? ALONE[given.command ?? ''] : undefined;
  if (alone) return alone();
  const command = given && commandOf(given);
  if (!command || !given.name) {
    console.error(USAGE);
    return 1;
  }
  // Open pages are told through Redis. Somebody waits here, so a slow connection is worth waiting for.
  setRedisCommandTimeout(REDIS_TIMEOUT_MS);
  await waitForRedis(REDIS_TIMEOUT_MS);
  return command(given.name);
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

/** Commands that are about no account. */
const ALONE: Readonly<Record<string, () => Promise<number>>> = {
  list: printHolders,
  'rotate-signing-key': replaceKeys,
};

async function replaceKeys(): Promise<number> {
  console.log(`Access tokens are signed with the key ${await replaceSigningKeys()} from now on.`);
  console.log('Those from before end within ten seconds. Programs get others with their refresh tokens.');
  return 0;
}

type Command = (name: string) => Promise<number>;

function commandOf({ command, moderator }: Given): Command | null {
  if (command === 'grant') return (name) => forAccount(name, () => change(name, moderator ? 'MODERATOR' : 'ADMIN'));
  if (moderator) return null;
  if (command === 'revoke') return (name) => forAccount(name, () => change(name, 'MEMBER'));
  return command === 'remove-factors' ? (name) => forAccount(name, () => removeFactors(name)) : null;
}

async function change(name: string, role: Role): Promise<void> {
  const { username, isChanged } = await changeRole(name, role);
  const noun = NOUNS[role];
  console.log(isChanged ? `${username} is ${noun} now, and has to sign in again.` : `${username} is ${noun} already.`);
  if (role !== 'ADMIN' && (await listByRole('ADMIN')).length === 0) console.log('The shop has no admin now.');
}

async function removeFactors(name: string): Promise<void> {
  const { username, removed } = await removeAllFactors(name);
  console.log(
    removed === 0 ? `${username} has no second factor.` : `${username} signs in without a second factor from now on.`,
  );
}

/** @returns the exit code. */
async function forAccount(name: string, run: () => Promise<void>): Promise<number> {
  try {
    await run();
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
