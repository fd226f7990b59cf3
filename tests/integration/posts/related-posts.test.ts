import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import type { PostDto } from '#lib/domain/posts/post-dto.ts';
import { getPublicPost, loadCardsForSale } from '#lib/posts/queries.ts';
import { listMoreByArtist } from '#lib/posts/related/list-more-by-artist.ts';
import { listSimilar } from '#lib/posts/related/list-similar.ts';
import { indexDuePosts } from '#lib/search/index-due-posts.ts';
import { cachedRelatedPosts } from '#server/page-cache/related-posts.ts';
import { type CreatedPost, makePost, makeUser } from '../../support/database/factories.ts';
import { replaceCurrentRates } from '../../support/rates/replace-current-rates.ts';

let work: CreatedPost;

beforeAll(async () => {
  await replaceCurrentRates({ USD: '1.25' });
  work = await painted('The work', { medium: 'Oil on canvas', tags: ['sea'] }, ['blue', 'white']);
});

async function painted(title: string, changes: Parameters<typeof makePost>[0], colours: string[]) {
  const post = await makePost({ title, ...changes });
  await db().postImage.updateMany({ where: { postId: post.id }, data: { colours } });
  return post;
}

const titlesOf = async (ids: string[]) => {
  const rows = await db().post.findMany({ where: { id: { in: ids } }, select: { id: true, title: true } });
  return ids.map((id) => rows.find((row) => row.id === id)?.title);
};

describe('similar works', () => {
  beforeAll(async () => {
    await painted('Same medium and colours', { medium: 'Oil on canvas', priceAmount: 24_000 }, ['blue', 'white']);
    await painted('Same medium, in dollars', { medium: 'oil', priceAmount: 15_000, priceCurrency: 'USD' }, ['red']);
    await painted('Same colour', { medium: 'Ink' }, ['blue']);
    await painted('Of the same artist', { medium: 'Oil on canvas', artistId: work.artistId }, ['blue', 'white']);
    await painted('Sold', { medium: 'Oil on canvas', status: 'SOLD' }, ['blue', 'white']);
    await painted('Hidden', { medium: 'Oil on canvas', hiddenAt: new Date() }, ['blue', 'white']);
    await painted('Draft', { medium: 'Oil on canvas', status: 'DRAFT', listedAt: null }, ['blue', 'white']);
  });

  test('those of other artists that are for sale, by medium, colours and price', async () => {
    const found = await listSimilar(work.id, 10);
    expect(await titlesOf(found.map(({ id }) => id))).toEqual([
      'Same medium and colours',
      'Same medium, in dollars',
      'Same colour',
    ]);
  });

  test('a work that is not public has none', async () => {
    const draft = await makePost({ status: 'DRAFT', listedAt: null });
    expect(await listSimilar(draft.id, 10)).toEqual([]);
  });

  test('the works of a suspended artist are neither found nor shown', async () => {
    const shown = async () => {
      const found = await listSimilar(work.id, 10);
      const cards = await loadCardsForSale((await db().post.findMany({ select: { id: true } })).map(({ id }) => id));
      return [...(await titlesOf(found.map(({ id }) => id))), ...cards.map(({ title }) => title)];
    };
    const artists = { posts: { some: { title: 'Same colour' } } };
    expect((await shown()).filter((title) => title === 'Same colour')).toHaveLength(2);
    await db().user.updateMany({ where: artists, data: { suspendedAt: new Date() } });
    expect(await shown()).not.toContain('Same colour');
    await db().user.updateMany({ where: artists, data: { suspendedAt: null } });
    await indexDuePosts();
  });

  test('one that was sold or hidden is gone from the page at its next render, and another takes its place', async () => {
    const shown = async () => {
      const post = (await getPublicPost(work.slug)) as PostDto;
      return (await cachedRelatedPosts(post, 'EUR')).similar.map(({ title }) => title);
    };
    expect(await shown()).toContain('Same colour');
    await db().post.updateMany({ where: { title: 'Same colour' }, data: { status: 'SOLD', soldAt: new Date() } });
    await db().post.updateMany({ where: { title: 'Same medium and colours' }, data: { hiddenAt: new Date() } });
    expect(await shown()).toEqual(['Same medium, in dollars']);
  });
});

test('more by the artist: other public works, those for sale first, newest first', async () => {
  const { id: artistId } = await makeUser();
  const day = (date: number) => new Date(Date.UTC(2026, 0, date));
  const [first] = [
    await makePost({ artistId, title: 'First', listedAt: day(1) }),
    await makePost({ artistId, title: 'Second', listedAt: day(2) }),
    await makePost({ artistId, title: 'Sold', status: 'SOLD', listedAt: day(3) }),
    await makePost({ artistId, title: 'Third', listedAt: day(4) }),
    await makePost({ artistId, title: 'Hidden', hiddenAt: day(5), listedAt: day(5) }),
    await makePost({ artistId, title: 'Draft', status: 'DRAFT', listedAt: null }),
  ];
  expect(await titlesOf(await listMoreByArtist(first.id, 5))).toEqual(['Third', 'Second', 'Sold']);
  expect(await titlesOf(await listMoreByArtist(first.id, 1))).toEqual(['Third']);
  await db().user.update({ where: { id: artistId }, data: { suspendedAt: new Date() } });
  expect(await listMoreByArtist(first.id, 5)).toEqual([]);
});
