/** A moderator sees to works, an admin to everything. */
export const ROLES = ['MEMBER', 'MODERATOR', 'ADMIN'] as const;

export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Readonly<Record<Role, string>> = { MEMBER: 'Member', MODERATOR: 'Moderator', ADMIN: 'Admin' };

/** The account signed in on this request. Commands receive it as an argument and put `id` into their `where`. */
export type Viewer = {
  id: string;
  username: string;
  displayName: string;
  email: string;
  role: Role;
  /** Whether they have shown that they receive mail there. */
  isEmailProven: boolean;
  /** A passkey or an authenticator app. Admins need one before they act. */
  hasSecondFactor: boolean;
};

/** Whether they may hide works and show them again. */
export const canModerate = ({ role }: Pick<Viewer, 'role'>): boolean => role !== 'MEMBER';

/** Whether they may decide about an artist, or a work of theirs: moderators may not about their own. */
export const mayJudge = ({ id, role }: Pick<Viewer, 'id' | 'role'>, artistId: string | null): boolean =>
  role === 'ADMIN' || artistId !== id;

/** Why the viewer may not act as an admin, as the code of an error; null if they may. */
export function adminRefusal({ role, hasSecondFactor }: Viewer): 'not-found' | 'admin-needs-factor' | null {
  if (role !== 'ADMIN') return 'not-found';
  return hasSecondFactor ? null : 'admin-needs-factor';
}

/** The same for a moderator, or an admin. */
export function moderatorRefusal({ role, hasSecondFactor }: Viewer): 'not-found' | 'admin-needs-factor' | null {
  if (!canModerate({ role })) return 'not-found';
  return hasSecondFactor ? null : 'admin-needs-factor';
}
