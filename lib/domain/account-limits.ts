import { MAX_LINK } from './profile-link.ts';

/** Characters, of what people type into the forms of an account. */
export const ACCOUNT_LIMITS = {
  username: 30,
  email: 254,
  name: 254,
  displayName: 80,
  bio: 1_000,
  place: 80,
  newPassword: 128,
  statement: 6_000,
};

/** The forms' fields that may be shown again, with their limits; passwords never. */
export const SHOWN_IN_SIGN_IN = { name: ACCOUNT_LIMITS.name };
export const SHOWN_IN_SIGN_UP = { username: ACCOUNT_LIMITS.username, email: ACCOUNT_LIMITS.email };
export const SHOWN_IN_PROFILE = {
  ...{ displayName: ACCOUNT_LIMITS.displayName, bio: ACCOUNT_LIMITS.bio, place: ACCOUNT_LIMITS.place },
  ...{ statement: ACCOUNT_LIMITS.statement, version: 9 },
  ...{ link1: MAX_LINK, link2: MAX_LINK, link3: MAX_LINK, link4: MAX_LINK, link5: MAX_LINK },
};
export const SHOWN_IN_CHANGE_EMAIL = { email: ACCOUNT_LIMITS.email };
export const SHOWN_IN_CHANGE_USERNAME = { username: ACCOUNT_LIMITS.username };
