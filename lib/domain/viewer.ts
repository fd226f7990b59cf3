/** Whoever is signed in on this request. Commands take it as an argument and put `id` into their `where`. */
export type Viewer = {
  id: string;
  username: string;
  displayName: string;
  email: string;
  role: 'MEMBER' | 'ADMIN';
};
