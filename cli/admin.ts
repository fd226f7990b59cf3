import { changeRole, listByRole } from '#lib/accounts/change-role.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { redis, setRedisCommandTimeout, waitForRedis } from '#lib/redis.ts';
import { runCommand } from './run-command.ts';

const REDIS_TIMEOUT_MS = 5_000;

const USAGE = `Usage: npm run admin -- grant <username or email>    makes an account an admin
       npm run admin -- revoke <username or email>   makes it a member again
       npm run admin -- list                         lists the admins
`;

/** @returns the exit code. */
async function main([command, name, ...rest]: string[]): Promise<number> {
  if (command === 'list' && name === undefined) return printAdmins();
  if ((command !== 'grant' && command !== 'revoke') || !name || rest.length > 0) {
    console.error(USAGE);
    return 1;
  }
  // Open pages are told through Redis. Somebody waits here, so a slow connection is worth waiting for.
  setRedisCommandTimeout(REDIS_TIMEOUT_MS);
  await waitForRedis(REDIS_TIMEOUT_MS);
  const role = command === 'grant' ? 'ADMIN' : 'MEMBER';
  try {
    const { username, isChanged } = await changeRole(name, role);
    const noun = role === 'ADMIN' ? 'an admin' : 'a member';
    console.log(
      isChanged ? `${username} is ${noun} now, and has to sign in again.` : `${username} is ${noun} already.`,
    );
    if (role === 'MEMBER' && (await listByRole('ADMIN')).length === 0) console.log('The shop has no admin now.');
    return 0;
  } catch (error) {
    if (!(error instanceof ExpectedError)) throw error;
    console.error(`There is no account “${name}”. It has to sign up first.`);
    return 1;
  } finally {
    redis().disconnect();
  }
}

async function printAdmins(): Promise<number> {
  const admins = await listByRole('ADMIN');
  if (admins.length === 0) console.log('The shop has no admin.');
  for (const { username, email, suspendedAt } of admins)
    console.log(`${username.padEnd(30)} ${email}${suspendedAt ? ' (suspended)' : ''}`);
  return 0;
}

await runCommand(main);
