import { DEMO_ARTISTS } from './artists.ts';
import { userIdOf } from './plan-gallery.ts';

export type DemoUser = {
  id: string;
  username: string;
  email: string;
  displayName: string;
  bio: string;
  place: string;
  statement: string;
  links: string[];
  role: 'MEMBER' | 'ADMIN';
};

/** The demo accounts that people sign in with; the artists besides Mira have no password. */
export const DEMO_SIGN_INS = [
  { role: 'artist', username: 'mira' },
  { role: 'buyer', username: 'buyer' },
  { role: 'admin', username: 'curator' },
] as const;

const NO_PROFILE = { place: '', statement: '', links: [] };

export function demoUsers(): DemoUser[] {
  const people = [
    ...DEMO_ARTISTS.map(({ username, displayName, bio, place, links, statement }) => ({
      ...{ username, displayName, bio, place, links, role: 'MEMBER' as const },
      statement: statement.join('\n\n'),
    })),
    { username: 'buyer', displayName: 'Noor de Wit', bio: '', ...NO_PROFILE, role: 'MEMBER' as const },
    {
      username: 'curator',
      displayName: 'The Curator',
      bio: 'Looks after this place.',
      ...NO_PROFILE,
      role: 'ADMIN' as const,
    },
  ];
  return people.map((person) => ({
    ...person,
    id: userIdOf(person.username),
    email: `${person.username}@example.org`,
  }));
}
