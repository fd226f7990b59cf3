import { DEMO_ARTISTS } from './artists.ts';
import { userIdOf } from './plan-gallery.ts';

/** Not a secret: the demo gallery is for trying the shop on one's own machine. */
const PASSWORD = 'demo-gallery-2026';

export type DemoUser = {
  id: string;
  username: string;
  email: string;
  /** Null for artists without a demo sign-in. */
  password: string | null;
  displayName: string;
  bio: string;
  role: 'MEMBER' | 'ADMIN';
};

const SIGN_INS = [
  { role: 'artist', username: 'mira' },
  { role: 'buyer', username: 'buyer' },
  { role: 'admin', username: 'curator' },
] as const;

export function demoUsers(): DemoUser[] {
  const people = [
    ...DEMO_ARTISTS.map(({ username, displayName, bio }) => ({ username, displayName, bio, role: 'MEMBER' as const })),
    { username: 'buyer', displayName: 'Noor de Wit', bio: '', role: 'MEMBER' as const },
    { username: 'curator', displayName: 'The Curator', bio: 'Looks after this place.', role: 'ADMIN' as const },
  ];
  return people.map((person) => ({
    ...person,
    id: userIdOf(person.username),
    email: `${person.username}@example.org`,
    password: SIGN_INS.some(({ username }) => username === person.username) ? PASSWORD : null,
  }));
}

/** The sign-ins that `npm start` prints and tests use. */
export function signIns(): { role: 'artist' | 'buyer' | 'admin'; username: string; password: string }[] {
  return SIGN_INS.map(({ role, username }) => ({ role, username, password: PASSWORD }));
}
