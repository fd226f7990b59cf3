import type { z } from 'zod';
import { toDecimal } from '#lib/domain/money/money.ts';
import type { PostDto } from '#lib/domain/posts/post-dto.ts';
import type { postChange } from '#lib/schemas/api/posts.ts';
import { type PostInput, postSchema } from '#lib/schemas/posts.ts';
import { invalid, validate } from './read-request.ts';

export type PostFields = Required<z.output<typeof postChange>>;

/**
 * The fields of a work by the same rules as in the form of the pages.
 * @throws {ApiProblem} invalid-request, with every field that is wrong
 */
export function postInputOf({ price, tags, medium, year, dimensions, ...fields }: PostFields): PostInput {
  const comma = tags.findIndex((tag) => /[,\r\n\u2028\u2029]/.test(tag));
  if (comma >= 0) throw invalid([{ field: `tags.${comma}`, detail: 'A tag has no comma and no line break.' }]);
  return validate(postSchema, {
    ...fields,
    price: toDecimal(price),
    currency: price.currency,
    tags: tags.join(','),
    medium: medium ?? '',
    year: year === null ? '' : String(year),
    dimensions: dimensions ?? '',
  });
}

/** What a stored work has in these fields. */
export function fieldsOf(post: PostDto): PostFields {
  const { title, description, content, price, tags, medium, year, dimensions, pictures } = post;
  return {
    ...{ title, description, content, price, tags, medium, year, dimensions },
    pictures: pictures.map(({ id, alt }) => ({ id, alt })),
  };
}
