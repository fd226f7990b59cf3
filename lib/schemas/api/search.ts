import { z } from 'zod';
import { COLORS } from '#lib/domain/pictures/colors.ts';
import { ORIENTATIONS, SIZES, SORTS } from '#lib/domain/search/search.ts';
import { SEARCH_LIMITS } from '../search.ts';
import { currency } from './common.ts';
import { operation } from './operation.ts';
import { postSummary } from './posts.ts';

const bound = z.string().regex(/^\d{1,12}(\.\d{1,3})?$/, 'Give a plain number in whole units, such as 120.50.');
const year = z.string().regex(/^\d{1,4}$/, 'Give a year, such as 2019.');

const markedText = z
  .array(z.strictObject({ text: z.string(), isMatch: z.boolean() }))
  .meta({ id: 'MarkedText', description: 'A text in pieces, some of which match the words' });

const foundPost = z
  .strictObject({
    ...postSummary.shape,
    marked: z.strictObject({
      title: markedText,
      artist: markedText,
      excerpt: markedText.nullable().meta({ description: 'Of the other texts, if the words occur only there' }),
    }),
  })
  .meta({ id: 'FoundPost' });

export const searchPosts = operation({
  id: 'searchPosts',
  ...{ method: 'get', path: '/search', tag: 'works', scope: null },
  summary: 'Search the gallery',
  description:
    'The public works that a search finds, sold ones too, 24 at a time. The parameters are those of the shop’s search page. The `Link` header leads to the next page.',
  query: z
    .strictObject({
      q: z.string().max(SEARCH_LIMITS.q).meta({
        description: 'Words, all of which a work has in title, artist, tags, medium or texts, in any order',
        example: 'heron',
      }),
      available: z.literal('1').meta({ description: 'Only works that are not sold' }),
      min: bound.meta({ description: 'At least, in whole units of `currency`' }),
      max: bound.meta({ description: 'At most, in whole units of `currency`' }),
      medium: z.string().max(SEARCH_LIMITS.medium).meta({ description: 'Materials, all of which the medium names' }),
      from: year.meta({ description: 'Made in this year or later' }),
      to: year.meta({ description: 'Made in this year or before' }),
      size: z.enum(SIZES).meta({ description: 'The longest side: up to 30 cm, up to 100 cm, larger' }),
      orientation: z.enum(ORIENTATIONS).meta({ description: 'Of the first picture' }),
      colour: z.enum(COLORS).meta({ description: 'One of its main colours' }),
      tag: z.string().max(SEARCH_LIMITS.tag).meta({ description: 'Ignoring case and accents' }),
      artist: z.string().max(SEARCH_LIMITS.artist).meta({ description: 'A username' }),
      sort: z.enum(SORTS).meta({ description: 'With words `best` is the default, else `newest`' }),
      currency: currency.meta({ description: 'Of `shown`, `min` and `max`; else the visitor’s' }),
      after: z.string().max(100).meta({ description: '`next` of the page before' }),
    })
    .partial(),
  responses: {
    200: {
      description: 'One page',
      schema: z
        .strictObject({
          posts: z.array(foundPost),
          next: z.string().nullable(),
          corrected: z
            .string()
            .nullable()
            .meta({ description: 'The words that were searched for instead of misspelt ones' }),
          note: z.string().nullable().meta({ description: 'A sentence about the prices, if they need one' }),
        })
        .meta({ id: 'FoundPostList' }),
      headers: ['Link'],
      links: { getPost: { id: '/posts/0/id' } },
    },
  },
});
