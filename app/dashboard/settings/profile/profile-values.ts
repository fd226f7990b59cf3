import { LINK_FIELDS } from '#lib/domain/profile-link.ts';
import type { Profile } from '#lib/schemas/accounts.ts';

/** A profile as the fields of its form have it. */
export const profileValues = ({ displayName, bio, place, statement, links }: Profile): Record<string, string> => ({
  ...{ displayName, bio, place, statement },
  ...Object.fromEntries(LINK_FIELDS.map((name, index) => [name, links[index] ?? ''])),
});
