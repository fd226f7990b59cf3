/** How an account can be opened, and what is asked for besides. */
export type SignInMethods = {
  hasPassword: boolean;
  /** `github`, `google` */
  providers: string[];
  passkeys: ListedPasskey[];
  hasApp: boolean;
  /** How many recovery codes are left. */
  recoveryCodes: number;
};

/** A passkey as its owner sees it; times are ISO 8601 strings in UTC. */
export type ListedPasskey = {
  id: string;
  name: string;
  isBackedUp: boolean;
  createdAt: string;
  lastUsedAt: string | null;
};

/** What somebody can use after the password, on the page for it. */
export type AskedFactors = { hasPasskey: boolean; hasApp: boolean };

/** What a passkey's signature is for: one for another purpose does not count. */
export type PasskeyPurpose = 'sign-in' | 'second-factor' | 'confirm' | 'add';

/** What a browser needs to ask for a passkey, or a sentence that says why there is nothing to ask. */
export type QuestionState<Question> = { question: Question } | { message: string };

/** How long a passkey has to sign a challenge, seconds. */
export const CHALLENGE_SECONDS = 5 * 60;

/** How long after the password the second factor may follow, seconds. */
export const PENDING_SIGN_IN_SECONDS = 10 * 60;

/** How long a secret is shown for an app that has not confirmed it, seconds. Afterwards there is another one. */
export const APP_SET_UP_SECONDS = 60 * 60;

export const MAX_PASSKEYS = 20;
export const RECOVERY_CODES = 10;

/** Characters. */
export const FACTOR_LIMITS = { code: 40, passkeyName: 60 };
/** The fields of the forms that may be shown again; codes never. */
export const SHOWN_IN_PASSKEY = { name: FACTOR_LIMITS.passkeyName };

export const hasSecondFactor = ({ passkeys, hasApp }: Pick<SignInMethods, 'passkeys' | 'hasApp'>): boolean =>
  hasApp || passkeys.length > 0;

/** Whether somebody could still sign in without this passkey. An app and recovery codes open nothing by themselves. */
export const canRemovePasskey = ({ hasPassword, providers, passkeys }: SignInMethods): boolean =>
  hasPassword || providers.length > 0 || passkeys.length > 1;

/** Without 0, 1, I, L, O and U, which people mistake for one another or for a word. 30 characters. */
export const RECOVERY_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const RECOVERY_GROUPS = { groups: 4, length: 6 };

/** What somebody typed as a code, without what people put between its groups. */
export const plainCode = (typed: string): string => typed.replace(/[\s-]+/g, '').toUpperCase();

/** Whether it looks like the code of an app, and not like a recovery code. */
export const isAppCode = (code: string): boolean => /^\d{6}$/.test(code);

/** A recovery code as it is shown: `7KQ3M9-XA2BCD-…`. */
export function groupedCode(code: string): string {
  const size = RECOVERY_GROUPS.length;
  return Array.from({ length: Math.ceil(code.length / size) }, (_, group) =>
    code.slice(group * size, (group + 1) * size),
  ).join('-');
}
