import { DEMO_ARTISTS } from './artists.ts';
import { userIdOf } from './plan-gallery.ts';

export type DemoUser = {
  id: string;
  username: string;
  email: string;
  displayName: string;
  bio: string;
  role: 'MEMBER' | 'ADMIN';
};

/** The demo accounts that people sign in with; the artists besides Mira have no password. */
export const DEMO_SIGN_INS = [
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
  }));
}
