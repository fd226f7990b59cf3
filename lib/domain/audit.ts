/** What the audit log is filtered by. */
export const AUDIT_GROUPS = {
  'sign-in': 'Sign-in',
  account: 'Accounts',
  role: 'Roles and suspensions',
  money: 'Payments',
  work: 'Works',
  webhook: 'Webhooks',
  shop: 'Shop',
} as const;

export type AuditGroup = keyof typeof AUDIT_GROUPS;

type ActionDescription = {
  group: AuditGroup;
  /** What happened, as the log shows it. */
  label: string;
};

/** Everything that is recorded. The keys are stored: none is renamed. */
export const AUDIT_ACTIONS = {
  'signed-in': { group: 'sign-in', label: 'Signed in' },
  'sign-in-refused': { group: 'sign-in', label: 'Sign-in refused' },
  'sign-in-locked': { group: 'sign-in', label: 'Too many sign-in attempts' },
  'proven-again': { group: 'sign-in', label: 'Proved again who they are' },
  'signed-out': { group: 'sign-in', label: 'Signed out' },
  'refresh-token-reused': { group: 'sign-in', label: 'Program signed out: its refresh token was used twice' },

  'account-created': { group: 'account', label: 'Account created' },
  'password-changed': { group: 'account', label: 'Password changed' },
  'password-reset': { group: 'account', label: 'Lost password replaced' },
  'password-reset-requested': { group: 'account', label: 'Lost password reported' },
  'email-proven': { group: 'account', label: 'Email proven' },
  'email-changed': { group: 'account', label: 'Email changed' },
  'email-change-undone': { group: 'account', label: 'Change of email undone' },
  'username-changed': { group: 'account', label: 'Username changed' },
  'provider-linked': { group: 'account', label: 'Sign-in with a provider added' },
  'factor-added': { group: 'account', label: 'Second factor added' },
  'factor-removed': { group: 'account', label: 'Second factor removed' },
  'recovery-code-used': { group: 'account', label: 'Recovery code used' },
  'recovery-codes-replaced': { group: 'account', label: 'Recovery codes replaced' },
  'token-created': { group: 'account', label: 'Personal access token made' },
  'token-deleted': { group: 'account', label: 'Personal access token deleted' },
  'export-requested': { group: 'account', label: 'Export of data requested' },
  'terms-accepted': { group: 'account', label: 'Agreed to the terms' },
  'account-closing': { group: 'account', label: 'Closing of account requested' },
  'account-closing-undone': { group: 'account', label: 'Closing of account undone' },
  'account-closed': { group: 'account', label: 'Account closed' },

  'role-changed': { group: 'role', label: 'Role changed' },
  'account-suspended': { group: 'role', label: 'Account suspended' },
  'account-restored': { group: 'role', label: 'Account restored' },

  'refund-requested': { group: 'money', label: 'Refund requested' },
  'payment-rejected': { group: 'money', label: 'Payment rejected' },
  'flag-cleared': { group: 'money', label: 'Order no longer needs attention' },

  'work-approved': { group: 'work', label: 'Work approved' },
  'work-declined': { group: 'work', label: 'Work not approved' },
  'work-hidden': { group: 'work', label: 'Work hidden' },
  'work-shown': { group: 'work', label: 'Work shown again' },
  'report-dismissed': { group: 'work', label: 'Reports dismissed' },
  'decision-answered': { group: 'work', label: 'Decision about a work answered by its artist' },
  'counter-notice-sent': { group: 'work', label: 'Counter-notice sent by the artist' },

  'webhook-added': { group: 'webhook', label: 'Webhook endpoint added' },
  'webhook-changed': { group: 'webhook', label: 'Webhook endpoint changed' },
  'webhook-deleted': { group: 'webhook', label: 'Webhook endpoint deleted' },
  'webhook-switched-off': { group: 'webhook', label: 'Webhook endpoint switched off' },
  'webhook-switched-on': { group: 'webhook', label: 'Webhook endpoint switched on' },
  'webhook-secret-replaced': { group: 'webhook', label: 'Signing secret of a webhook endpoint replaced' },

  'collection-saved': { group: 'shop', label: 'Collection saved' },
  'collection-deleted': { group: 'shop', label: 'Collection deleted' },
  'rate-accepted': { group: 'shop', label: 'Rate accepted' },
  'rate-discarded': { group: 'shop', label: 'Rate discarded' },
  'event-replayed': { group: 'shop', label: 'Event replayed' },
  'event-discarded': { group: 'shop', label: 'Event discarded' },
  'signing-key-added': { group: 'shop', label: 'Signing key added' },
  'list-exported': { group: 'shop', label: 'List exported as CSV' },
  'setting-changed': { group: 'shop', label: 'Setting changed' },
  'legal-page-saved': { group: 'shop', label: 'Legal page saved' },
  'logo-changed': { group: 'shop', label: 'Logo changed' },
  'audit-exported': { group: 'shop', label: 'Audit log exported' },
} as const satisfies Record<string, ActionDescription>;

export type AuditAction = keyof typeof AUDIT_ACTIONS;

/** Who did it: an account, somebody at a terminal of the host, the shop by itself, or somebody who is not signed in. */
export type AuditActor = { id: string; username: string } | 'terminal' | 'shop' | null;

type AuditSubjectKind =
  | 'account'
  | 'work'
  | 'order'
  | 'event'
  | 'rate'
  | 'address'
  | 'endpoint'
  | 'collection'
  | 'message'
  | 'shop';

/** Whom or what it was done to. */
export type AuditSubject = {
  kind: AuditSubjectKind;
  id: string;
  /** As people know it at that time: a username, a title. */
  name: string;
};

/** Small facts, such as the new role. Nothing secret, no address, nothing that somebody typed to sign in. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | null>>;

const isAuditAction = (text: string): text is AuditAction => Object.hasOwn(AUDIT_ACTIONS, text);

/** The subject of what somebody does to their own account, or an admin to another's. */
export const accountSubject = ({ id, username }: { id: string; username: string }): AuditSubject => ({
  kind: 'account',
  id,
  name: username,
});

/** A row of the log, as its page shows it. */
export type AuditRow = {
  /** Digits. */
  id: string;
  /** ISO 8601. */
  occurredAt: string;
  /** A version that came later may have recorded others. */
  action: string;
  actor: { kind: 'account' | 'terminal' | 'shop' | 'nobody'; id: string | null; name: string };
  subject: { kind: string; id: string; name: string };
  addressPrefix: string | null;
  requestReference: string | null;
  details: AuditDetails;
};

/** The action in words. */
export const auditLabel = (action: string): string => (isAuditAction(action) ? AUDIT_ACTIONS[action].label : action);

export const actionsOf = (group: AuditGroup): AuditAction[] =>
  Object.entries(AUDIT_ACTIONS).flatMap(([action, description]) =>
    description.group === group ? [action as AuditAction] : [],
  );

export const isAuditGroup = (text: string): text is AuditGroup => Object.hasOwn(AUDIT_GROUPS, text);

const ACTOR_WORDS = { terminal: 'the terminal', shop: 'the shop', nobody: 'nobody signed in' } as const;

/** Who did it, in words. */
export const actorName = ({ kind, name }: AuditRow['actor']): string => (kind === 'account' ? name : ACTOR_WORDS[kind]);

/** `from: MEMBER, to: ADMIN`; what is not known is left out. By name, because the database keeps no order. */
export const describeDetails = (details: AuditDetails): string =>
  Object.entries(details)
    .filter(([, value]) => value !== null && value !== '')
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
