import { changeRole, listByRole } from '#lib/accounts/change-role.ts';
import { db } from '#lib/db.ts';
import { ExpectedError } from '#lib/domain/errors.ts';
import { envOrExit } from '#lib/env.ts';
import { redis, waitForRedis } from '#lib/redis.ts';

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
  // Open pages are told through Redis.
  await waitForRedis();
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
  }
}

async function printAdmins(): Promise<number> {
  const admins = await listByRole('ADMIN');
  if (admins.length === 0) console.log('The shop has no admin.');
  for (const { username, email, suspendedAt } of admins)
    console.log(`${username.padEnd(30)} ${email}${suspendedAt ? ' (suspended)' : ''}`);
  return 0;
}

envOrExit();
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  redis().disconnect();
  await db().$disconnect();
}
