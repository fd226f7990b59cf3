/** Characters, of what people type into the forms of an account. */
export const ACCOUNT_LIMITS = { username: 30, email: 254, name: 254, displayName: 80, bio: 1_000, newPassword: 128 };

/** The forms' fields that may be shown again, with their limits; passwords never. */
export const SHOWN_IN_SIGN_IN = { name: ACCOUNT_LIMITS.name };
export const SHOWN_IN_SIGN_UP = { username: ACCOUNT_LIMITS.username, email: ACCOUNT_LIMITS.email };
export const SHOWN_IN_PROFILE = { displayName: ACCOUNT_LIMITS.displayName, bio: ACCOUNT_LIMITS.bio, version: 9 };
export const SHOWN_IN_CHANGE_EMAIL = { email: ACCOUNT_LIMITS.email };
export const SHOWN_IN_CHANGE_USERNAME = { username: ACCOUNT_LIMITS.username };
