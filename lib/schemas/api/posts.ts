import { z } from 'zod';
import { ACCEPTED_PICTURE_TYPES, ACCEPTED_PICTURES } from '#lib/domain/pictures/picture.ts';
import { POST_LIMITS } from '#lib/domain/posts/post-limits.ts';
import { currency, keysetQuery, money, time } from './common.ts';
import { operation } from './operation.ts';

const id = z.uuid('This is no id of a work.').meta({ example: '0192f3c4-5e6f-7a8b-9c0d-1e2f3a4b5c6d' });
const postParams = z.strictObject({ id });
const alt = z.string().meta({ description: 'What the picture shows, for people who cannot see it' });

const picture = z
  .strictObject({
    id: z.uuid(),
    alt,
    width: z.int().meta({ description: 'Pixels of the original' }),
    height: z.int(),
    files: z.array(
      z.strictObject({
        url: z.string().meta({ example: 'https://shop.example.org/media/ab12-960.webp' }),
        type: z.enum(['image/webp', 'image/avif']),
        width: z.int().meta({ description: 'Pixels' }),
      }),
    ),
  })
  .meta({ id: 'Picture', description: 'A picture, in the widths in which it is stored' });

const artist = z.strictObject({
  username: z.string(),
  displayName: z.string(),
  portrait: z.string().nullable().meta({ description: 'The URL of a square WebP, 384 pixels wide; null without one' }),
});

/** SOLD and LISTED are what the column says; people and programs read the glossary’s words. */
export const POST_STATES = { DRAFT: 'draft', LISTED: 'published', SOLD: 'sold' } as const;

const summary = {
  id,
  slug: z.string().meta({ example: 'grey-heron' }),
  url: z.string().meta({ description: 'Its page', example: 'https://shop.example.org/posts/grey-heron' }),
  title: z.string().meta({ example: 'Grey Heron' }),
  artist,
  price: money.meta({ description: 'The artist’s own price' }),
  status: z
    .enum(['draft', 'waiting', 'published', 'sold'])
    .meta({ description: '`waiting`: a first work that the shop looks at before it is public' }),
  isReserved: z.boolean().meta({ description: 'Whether somebody is checking it out' }),
  publishedAt: time.nullable(),
};

export const postSummary = z
  .strictObject({
    ...summary,
    shown: money.meta({ description: 'What a visitor with the query’s currency sees and pays' }),
    picture: picture.nullable(),
  })
  .meta({ id: 'PostSummary', description: 'A work as a list has it' });

const post = z
  .strictObject({
    ...summary,
    description: z.string(),
    content: z.string(),
    tags: z.array(z.string()),
    medium: z.string().nullable(),
    year: z.int().nullable(),
    dimensions: z.string().nullable(),
    soldAt: time.nullable(),
    pictures: z.array(picture),
  })
  .meta({ id: 'Post', description: 'A work' });

const pictureChoice = z.strictObject({
  id: z.uuid('This is no id of a picture.'),
  alt: alt.max(POST_LIMITS.alt * 2).default(''),
});

const postFields = {
  title: z.string().max(1_000).meta({ description: 'Up to 120 characters', example: 'Grey Heron' }),
  description: z.string().max(2_000).meta({ description: 'Up to 280 characters' }),
  content: z.string().max(40_000).meta({ description: 'Up to 10,000 characters' }),
  price: money,
  tags: z.array(z.string().max(200)).max(50).meta({ description: 'Up to ten' }),
  medium: z.string().max(1_000).nullable(),
  year: z.int().nullable(),
  dimensions: z.string().max(1_000).nullable(),
  pictures: z.array(pictureChoice).max(50).meta({
    description: 'Up to eight, in their order: pictures that were uploaded before. Those that are left out are removed',
  }),
};

const postInput = z
  .strictObject({
    ...postFields,
    description: postFields.description.default(''),
    content: postFields.content.default(''),
    tags: postFields.tags.default([]),
    medium: postFields.medium.default(null),
    year: postFields.year.default(null),
    dimensions: postFields.dimensions.default(null),
    pictures: postFields.pictures.default([]),
    publish: z.boolean().default(false).meta({ description: 'Publishes it at once, or lets it wait for approval' }),
  })
  .meta({ id: 'PostInput' });

export const postChange = z
  .strictObject(postFields)
  .partial()
  .meta({ id: 'PostChange', description: 'The fields that change; the others stay' });

export const listPosts = operation({
  id: 'listPosts',
  ...{ method: 'get', path: '/posts', tag: 'works', scope: null },
  summary: 'List the gallery',
  description:
    'All public works, 24 at a time. The `Link` header leads to the next page. A response may be up to two seconds old.',
  query: z.strictObject({
    currency: currency.optional().meta({ description: 'Of `shown`, `min` and `max`; else the visitor’s' }),
    sort: z.enum(['newest', 'price-up', 'price-down', 'views', 'week']).optional(),
    min: z.string().optional().meta({ description: 'With a sort by price: at least, in whole units' }),
    max: z.string().optional().meta({ description: 'With a sort by price: at most, in whole units' }),
    artist: z.string().max(200).optional().meta({ description: 'With `newest`: one artist’s works, by username' }),
    after: z.string().optional().meta({ description: '`next` of the page before' }),
  }),
  responses: {
    200: {
      description: 'One page',
      schema: z.strictObject({ posts: z.array(postSummary), next: z.string().nullable() }).meta({ id: 'PostList' }),
      headers: ['Link'],
      links: { getPost: { id: '/posts/0/id' } },
    },
  },
  problems: ['not-found'],
});

export const listOwnPosts = operation({
  id: 'listOwnPosts',
  ...{ method: 'get', path: '/viewer/posts', tag: 'works', scope: 'posts:read' },
  summary: 'List your works',
  description: 'The account’s works, drafts too, newest first, 24 at a time.',
  query: keysetQuery,
  responses: {
    200: {
      description: 'One page',
      schema: z
        .strictObject({
          posts: z.array(
            z
              .strictObject({
                ...summary,
                picture: picture.nullable(),
                visitors: z.int().meta({ description: 'Counted once a day each' }),
                hiddenReason: z.string().nullable().meta({ description: 'Why the shop hides it; null unless it does' }),
              })
              .meta({ id: 'OwnPost' }),
          ),
        })
        .meta({ id: 'OwnPostList' }),
      headers: ['Link'],
      links: { getPost: { id: '/posts/0/id' } },
    },
  },
});

export const getPost = operation({
  id: 'getPost',
  ...{ method: 'get', path: '/posts/{id}', tag: 'works', scope: null },
  summary: 'Read a work',
  description:
    'A public work by its id or slug, up to two seconds old. With a token that has `posts:read`, also a draft of the account, and its works as they are now.',
  params: z.strictObject({ id: z.string().max(200).meta({ description: 'Id or slug', example: 'grey-heron' }) }),
  responses: { 200: { description: 'The work', schema: post, headers: ['ETag'] } },
  problems: ['not-found'],
});

export const createPost = operation({
  id: 'createPost',
  ...{ method: 'post', path: '/posts', tag: 'works', scope: 'posts:write' },
  summary: 'Post a work',
  description:
    'Creates a draft, or a published work with `publish`. Upload its pictures first. Publishing the first work needs a confirmed email address.',
  body: postInput,
  responses: {
    201: {
      description: 'It was created',
      schema: post,
      headers: ['ETag', 'Location'],
      links: Object.fromEntries(
        ['getPost', 'changePost', 'publishPost', 'unpublishPost', 'deletePost'].map((next) => [next, { id: '/id' }]),
      ),
    },
  },
  problems: ['not-found', 'no-pictures', 'email-unproven', 'terms-not-accepted', 'too-many-drafts', 'account-closing'],
});

export const changePost = operation({
  id: 'changePost',
  ...{ method: 'patch', path: '/posts/{id}', tag: 'works', scope: 'posts:write' },
  summary: 'Change a work',
  description: 'Changes the fields that are sent. A reserved or sold work cannot be changed.',
  params: postParams,
  body: postChange,
  isConditional: true,
  responses: { 200: { description: 'The work as it is now', schema: post, headers: ['ETag'] } },
  problems: ['not-found', 'held-or-sold', 'no-pictures', 'changed-elsewhere'],
});

export const publishPost = operation({
  id: 'publishPost',
  ...{ method: 'post', path: '/posts/{id}/publish', tag: 'works', scope: 'posts:write' },
  summary: 'Publish a work',
  description:
    'A draft becomes public, or waits for approval where the shop looks at first works. A published work stays as it is.',
  params: postParams,
  responses: { 200: { description: 'The work as it is now', schema: post, headers: ['ETag'] } },
  problems: ['not-found', 'held-or-sold', 'no-pictures', 'email-unproven', 'terms-not-accepted', 'account-closing'],
});

export const unpublishPost = operation({
  id: 'unpublishPost',
  ...{ method: 'post', path: '/posts/{id}/unpublish', tag: 'works', scope: 'posts:write' },
  summary: 'Make a work a draft again',
  description: 'It leaves the gallery. A reserved or sold work stays.',
  params: postParams,
  responses: { 200: { description: 'The work as it is now', schema: post, headers: ['ETag'] } },
  problems: ['not-found', 'held-or-sold'],
});

export const deletePost = operation({
  id: 'deletePost',
  ...{ method: 'delete', path: '/posts/{id}', tag: 'works', scope: 'posts:write' },
  summary: 'Delete a draft',
  description: 'Only a draft without orders can be deleted.',
  params: postParams,
  isConditional: true,
  responses: { 204: { description: 'It is deleted' } },
  problems: ['not-found', 'only-drafts', 'has-orders', 'held-or-sold'],
});

export const addPicture = operation({
  id: 'addPicture',
  ...{ method: 'post', path: '/pictures', tag: 'pictures', scope: 'posts:write' },
  summary: 'Upload a picture',
  description: `Sent as the raw body: ${ACCEPTED_PICTURES}. It belongs to no work until one is created or changed with its id, and is removed after a day without one.`,
  rawBody: { types: ACCEPTED_PICTURE_TYPES, description: 'The file' },
  responses: { 201: { description: 'It was stored', schema: picture } },
  problems: ['picture-refused', 'pictures-full', 'pictures-too-slow', 'too-many-attempts'],
});
