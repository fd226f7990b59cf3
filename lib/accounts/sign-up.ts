import { db, isUniqueViolation } from '#lib/db.ts';
import type { AccountMailKind } from '#lib/domain/account-mail.ts';
import { ExpectedError, throwAll } from '#lib/domain/errors.ts';
import type { SignUp } from '#lib/schemas/accounts.ts';
import { creationKeyOf } from '#lib/schemas/form-key.ts';
import { knownShop } from '#lib/settings/known-shop.ts';
import { termsInForce } from '#lib/settings/terms.ts';
import { countAttempt } from './attempt-limits.ts';
import { isUsernameTaken } from './is-username-taken.ts';
import { rememberNetwork } from './known-networks.ts';
import { hashPassword, isCommonPassword, verifyPassword } from './password.ts';

type Account = { id: string; sessionVersion: number };

/**
 * Creates an account, and sends the link that proves its email. Anybody may type any address, so an unproven one is taken
 * from nobody, and the result is the same for one that has an account. The same form sent again leads to the account that
 * it created.
 * @param address key of the IP address, for the limit on attempts.
 * @param network key of the wider network around it; null if there is none.
 * @returns what a session needs.
 * @throws {ExpectedError} common-password, username-taken, too-many-attempts, try-later
 * @throws {ExpectedErrors} the first two at once.
 */
export async function signUp(input: SignUp, address: string, network: string | null = null): Promise<Account> {
  await countAttempt({ 'sign-up-address': address, 'sign-up-network': network });
  const { username, email, password } = input;
  const creationKey = creationKeyOf(input.key, [username, email]);
  const created = await findCreated(creationKey, password);
  if (created) return created;
  const isCommon = isCommonPassword(password, { username, email, shop: knownShop().name });
  const taken = await takenErrors(input);
  // The form's twin may have been faster.
  const twin = taken.length > 0 ? await findCreated(creationKey, password) : null;
  if (twin) return twin;
  throwAll([...taken, ...(isCommon ? [new ExpectedError('common-password', 'password')] : [])]);
  const passwordHash = await hashPassword(password);
  try {
    // To the owner of an address that is taken the mail says so; this page does not.
    const mail = { kind: 'prove-email' satisfies AccountMailKind, recipient: email };
    const account = await db().user.create({
      data: {
        ...{ username, email, displayName: username, passwordHash, creationKey, messages: { create: mail } },
        ...(await acceptedTerms(input)),
      },
      select: { id: true, sessionVersion: true },
    });
    await rememberNetwork(account.id, address);
    return account;
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const faster = await findCreated(creationKey, password);
    if (faster) return faster;
    throwAll(await takenErrors(input));
    throw error;
  }
}

/** The account that this form created before, for the one who knows its password. */
async function findCreated(creationKey: string | null, password: string): Promise<Account | null> {
  if (creationKey === null) return null;
  const user = await db().user.findFirst({
    where: { creationKey, suspendedAt: null },
    select: { id: true, sessionVersion: true, passwordHash: true },
  });
  if (!user || !(await verifyPassword(user.passwordHash, password))) return null;
  return { id: user.id, sessionVersion: user.sessionVersion };
}

async function takenErrors({ username }: SignUp): Promise<ExpectedError[]> {
  return (await isUsernameTaken(username)) ? [new ExpectedError('username-taken', 'username')] : [];
}

/** A form that named a version which has been replaced meanwhile agrees to that one: the first listing asks again. */
async function acceptedTerms({ terms }: SignUp) {
  const version = await termsInForce();
  if (version === null || terms === undefined || terms > version) return {};
  return { termsVersion: terms, termsAcceptedAt: new Date() };
}
