import { z } from 'zod';
import { ROLES } from '#lib/domain/viewer.ts';
import { operation } from './operation.ts';

export const account = z
  .strictObject({
    id: z.uuid(),
    username: z.string(),
    displayName: z.string(),
    bio: z.string(),
    place: z.string(),
    statement: z.string().meta({ description: 'The longer text of the artist’s page' }),
    links: z.array(z.string()).meta({ description: 'URLs' }),
    portrait: z
      .string()
      .nullable()
      .meta({ description: 'The URL of a square WebP, 384 pixels wide; null without one' }),
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
  description:
    'The name, texts and links of the artist’s page. The portrait, username, email and password change in the settings only.',
  body: z
    .strictObject({
      displayName: z.string().max(500).meta({ description: 'Up to 80 characters' }),
      bio: z.string().max(5_000).meta({ description: 'Up to 1,000 characters' }),
      place: z.string().max(500).meta({ description: 'Up to 80 characters', example: 'Lisbon, Portugal' }),
      statement: z.string().max(20_000).meta({ description: 'Up to 6,000 characters' }),
      links: z
        .array(z.string().max(1_000))
        .max(20)
        .meta({ description: 'Up to five, which begin with https://', example: ['https://example.org/'] }),
    })
    .partial()
    .meta({ id: 'ProfileChange' }),
  isConditional: true,
  responses: { 200: { description: 'The account as it is now', schema: account, headers: ['ETag'] } },
  problems: ['changed-elsewhere'],
});
