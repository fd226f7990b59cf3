import type { TokenPurpose } from './account-token.ts';

/** A mail about an account, and the link that it carries; null without one. */
export const ACCOUNT_MAILS = {
  'prove-email': 'prove-email',
  'reset-password': 'reset-password',
  'password-changed': null,
  'change-email': 'change-email',
  'email-changed': 'undo-email-change',
  'email-change-undone': null,
  'username-changed': null,
  'join-identity': 'join-identity',
  'identity-joined': null,
  'factor-added': null,
  'factor-removed': null,
  'recovery-code-used': null,
  'recovery-codes-replaced': null,
  'token-created': null,
  'account-closing': null,
  'closing-undone': null,
  'closing-postponed': null,
  'account-closed': null,
  'export-ready': null,
  'webhook-switched-off': null,
  'work-hidden': null,
  'work-shown': null,
  'work-stays-hidden': null,
  'account-suspended': null,
  'work-approved': null,
  'work-declined': null,
} as const satisfies Record<string, TokenPurpose | null>;

export type AccountMailKind = keyof typeof ACCOUNT_MAILS;
