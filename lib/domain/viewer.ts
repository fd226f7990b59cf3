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
};

/** Whether they may hide works and show them again. */
export const canModerate = ({ role }: Pick<Viewer, 'role'>): boolean => role !== 'MEMBER';
