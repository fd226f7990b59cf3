import type { Role } from '../viewer.ts';

/** What a token may do, by name, with the sentence that people read when they give it. */
export const SCOPES = {
  'profile:read': 'See the account’s name, email address and profile',
  'profile:write': 'Change the profile',
  'posts:read': 'See the account’s own works, drafts too',
  'posts:write': 'Post, change, publish and delete works, and upload pictures',
  'orders:read': 'See sales and purchases',
  'orders:refund': 'Refund sales',
  'webhooks:read': 'See webhook endpoints and what they were sent',
  'webhooks:write': 'Add, change and delete webhook endpoints',
  'admin:read': 'See the shop’s accounts, orders, ledger and webhook log (admins only)',
} as const;

export type Scope = keyof typeof SCOPES;

export const SCOPE_NAMES = Object.keys(SCOPES) as Scope[];

export const isScope = (text: string): text is Scope => Object.hasOwn(SCOPES, text);

/** What a token has that asks for nothing: enough to post works and follow their sales. */
export const DEFAULT_SCOPES: readonly Scope[] = ['profile:read', 'posts:read', 'posts:write', 'orders:read'];

/** The scopes that an account may give. */
export const scopesFor = (role: Role): Scope[] =>
  SCOPE_NAMES.filter((scope) => scope !== 'admin:read' || role === 'ADMIN');

/** @returns the scopes of a list separated by spaces, each once, in the order of SCOPES; null if it names an unknown one. */
export function parseScopes(text: string): Scope[] | null {
  const names = new Set(text.split(' ').filter((name) => name !== ''));
  if (![...names].every(isScope)) return null;
  return SCOPE_NAMES.filter((scope) => names.has(scope));
}
