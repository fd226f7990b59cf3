import { expect, test } from 'vitest';
import { db } from '#lib/db.ts';
import { countVisitor } from '#lib/posts/count-visitor.ts';
import { redis, redisReady } from '#lib/redis.ts';
import { makePost } from '../../support/factories.ts';

await redisReady();

test('counts a visitor once a day, and keeps nothing that names him', async () => {
  const post = await makePost();
  const ada = { address: 'address-of-ada', agent: 'browser' };
  for (const visitor of [ada, ada, { ...ada, agent: 'another' }, ada]) await countVisitor(post.slug, visitor);
  expect(await db().post.findUnique({ where: { id: post.id } })).toMatchObject({
    ...{ visitors: 2, updatedAt: post.updatedAt },
  });
  const keys = await redis().keys(`visitors:${post.slug}:*`);
  expect(keys).toHaveLength(1);
  expect(await redis().get(keys[0] ?? '')).not.toContain(ada.address);
  expect(await redis().ttl(keys[0] ?? '')).toBeGreaterThan(24 * 60 * 60);
});

test('visits to a draft or a hidden work do not count', async () => {
  for (const changes of [{ status: 'DRAFT' as const }, { hiddenAt: new Date() }]) {
    const post = await makePost(changes);
    await countVisitor(post.slug, { address: 'a', agent: 'b' });
    expect(await db().post.findUnique({ where: { id: post.id } })).toMatchObject({ visitors: 0 });
  }
});
