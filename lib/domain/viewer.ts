/** The account signed in on this request. Commands receive it as an argument and put `id` into their `where`. */
export type Viewer = {
  id: string;
  username: string;
  displayName: string;
  email: string;
  role: 'MEMBER' | 'ADMIN';
};
