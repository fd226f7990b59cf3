import { z } from 'zod';
import { ROLES } from '#lib/domain/viewer.ts';
import { operation } from './operation.ts';

export const account = z
  .strictObject({
    id: z.uuid(),
    username: z.string(),
    displayName: z.string(),
    bio: z.string(),
    email: z.string(),
    isEmailProven: z.boolean(),
    role: z.enum(ROLES.map((role) => role.toLowerCase() as Lowercase<typeof role>)),
    url: z.string().meta({ description: 'The artist’s page; it exists once a work was published' }),
  })
  .meta({ id: 'Account' });

export const getAccount = operation({
  id: 'getAccount',
  ...{ method: 'get', path: '/viewer', tag: 'account', scope: 'profile:read' },
  summary: 'Read your account',
  description: 'The account that the token belongs to.',
  responses: { 200: { description: 'The account', schema: account, headers: ['ETag'] } },
});

export const changeAccount = operation({
  id: 'changeAccount',
  ...{ method: 'patch', path: '/viewer', tag: 'account', scope: 'profile:write' },
  summary: 'Change your profile',
  description: 'The name and the text of the artist’s page. Username, email and password change in the settings only.',
  body: z
    .strictObject({
      displayName: z.string().max(500).meta({ description: 'Up to 80 characters' }),
      bio: z.string().max(5_000).meta({ description: 'Up to 1,000 characters' }),
    })
    .partial()
    .meta({ id: 'ProfileChange' }),
  isConditional: true,
  responses: { 200: { description: 'The account as it is now', schema: account, headers: ['ETag'] } },
  problems: ['changed-elsewhere'],
});
