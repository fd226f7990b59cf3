import type { OpenGraphCard, OpenGraphKind } from '#lib/domain/open-graph.ts';
import { DEFAULT_TAGLINE } from '#lib/domain/shop-name.ts';
import { fairQueue } from '#lib/media/fair-queue.ts';
import { composeOpenGraph } from '#lib/media/open-graph/compose-picture.ts';
import { singleFlight } from '#lib/single-flight.ts';
import { artistCard, collectionCard, shopCard, workCard } from '#lib/view/open-graph.ts';
import { cachedShop } from './cached-shop.ts';
import { cachedCollection } from './collections.ts';
import { cachedArtist, cachedGallery, cachedPost } from './public-posts.ts';
import { SegmentedLru } from './segmented-lru.ts';

/** Of the one card of the shop itself, in its path. */
export const SHOP_ID = 'home';
/** Any: no card shows a price. */
const CURRENCY = 'EUR';
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_WAITING = 30;

/** More pictures are asked for at once than this process composes. */
export class TooManyPictures extends Error {}

type Composed = { pictures: SegmentedLru<Uint8Array<ArrayBuffer>>; queue: ReturnType<typeof fairQueue> };
// Next loads this module once per bundle, but what is composed belongs to the process.
const shared = globalThis as typeof globalThis & { makeYourSpaceOpenGraph?: Composed };
shared.makeYourSpaceOpenGraph ??= {
  pictures: new SegmentedLru(MAX_BYTES),
  queue: fairQueue({
    concurrency: 1,
    capacity: MAX_WAITING,
    maxPerOwner: MAX_WAITING,
    refuse: () => new TooManyPictures(),
  }),
};
const composed = shared.makeYourSpaceOpenGraph;

/** What the Open Graph picture of a public page shows now; null if there is no such page. */
export async function cachedCard(kind: OpenGraphKind, id: string): Promise<OpenGraphCard | null> {
  const { name, settings } = await cachedShop();
  if (kind === 'work') {
    const post = await cachedPost(id);
    return post && workCard(post, name);
  }
  if (kind === 'artist') {
    const found = await cachedArtist(CURRENCY, id, null);
    return found && artistCard(found.artist, found.page.posts, name);
  }
  if (kind === 'collection') {
    const found = await cachedCollection(CURRENCY, id);
    return found && collectionCard(found.collection.title, found.posts, name);
  }
  if (id !== SHOP_ID) return null;
  const gallery = await cachedGallery(CURRENCY, null);
  return shopCard(name, settings.identity.tagline || DEFAULT_TAGLINE, gallery?.page.posts ?? []);
}

/**
 * The picture of a card, which is composed at its first request. What it shows is the key: one page may have many paths.
 * @returns a JPEG
 * @throws {TooManyPictures}
 */
export async function composedPicture(card: OpenGraphCard): Promise<Uint8Array<ArrayBuffer>> {
  const key = `open graph ${JSON.stringify(card)}`;
  const known = composed.pictures.get(key);
  if (known) return known;
  return singleFlight(key, [], () =>
    composed.queue.enter('visitors', (runInTurn) =>
      runInTurn(async () => {
        const bytes = await composeOpenGraph(card);
        composed.pictures.set(key, bytes, bytes.byteLength);
        return bytes;
      }),
    ),
  );
}
