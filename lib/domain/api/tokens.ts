import type { Viewer } from '../viewer.ts';
import { type Scope, scopesFor } from './scopes.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long an access token lasts, seconds; no longer than its grant. */
export const ACCESS_TOKEN_SECONDS = 15 * MINUTE;

/** Seconds. */
export const SIGNING_KEY_SECONDS = {
  /** How long a key signs. */
  signs: 90 * DAY,
  /** How long it is published before: other services keep a copy of the list of keys. */
  publishedBefore: 2 * DAY,
  /** How long it stays after the next one signs, for its last tokens. */
  publishedAfter: HOUR,
} as const;

/** How long a personal access token may last. None is without an end. */
export const PERSONAL_TOKEN_DAYS = [30, 90, 365] as const;
export const DEFAULT_PERSONAL_TOKEN_DAYS = 90;

/** Personal access tokens of one account. */
export const MAX_PERSONAL_TOKENS = 50;

/** Characters of a personal access token's name. */
export const MAX_TOKEN_NAME = 60;

/** A personal access token as its owner sees it; times are ISO 8601 strings in UTC. */
export type ListedPersonalToken = {
  id: string;
  name: string;
  /** Its last characters. */
  ending: string;
  scopes: Scope[];
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
  isExpired: boolean;
};

/** What tokens of this account can be used for now: an admin's rights need a second factor, as everywhere. */
export const usableScopes = ({ role, hasSecondFactor }: Pick<Viewer, 'role' | 'hasSecondFactor'>): Scope[] =>
  scopesFor(role).filter((scope) => scope !== 'admin:read' || hasSecondFactor);

/** Whether an account that may give `usable` may give all of these. */
export const isWithin = (scopes: readonly Scope[], usable: readonly Scope[]): boolean =>
  scopes.every((scope) => usable.includes(scope));
