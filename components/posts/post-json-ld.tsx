import { isClosedUsername } from '#lib/domain/leaving.ts';
import { type Money, toDecimal } from '#lib/domain/money/money.ts';
import { pictureUrl } from '#lib/domain/pictures/picture.ts';
import { PORTRAIT_WIDTHS } from '#lib/domain/pictures/portrait.ts';
import type { PostDto } from '#lib/domain/posts/post-dto.ts';

/** Structured data for search engines: a https://schema.org/VisualArtwork with one offer. */
export function PostJsonLd({
  post,
  shown,
  origin,
  shop,
}: {
  post: PostDto;
  shown: Money;
  origin: string;
  /** What the shop is called. */
  shop?: string;
}) {
  const url = `${origin}/posts/${post.slug}`;
  const data = {
    '@context': 'https://schema.org',
    '@type': ['Product', 'VisualArtwork'],
    name: post.title,
    url,
    description: post.description || undefined,
    image: post.pictures.map(({ key, widths }) => `${origin}${pictureUrl(key, widths.at(-1) ?? 0)}`),
    creator: creatorOf(post.artist, origin),
    artMedium: post.medium ?? undefined,
    dateCreated: post.year ? String(post.year) : undefined,
    size: post.dimensions ?? undefined,
    keywords: post.tags.join(', ') || undefined,
    offers: {
      '@type': 'Offer',
      url,
      price: toDecimal(shown),
      priceCurrency: shown.currency,
      availability: post.status === 'SOLD' ? 'https://schema.org/SoldOut' : 'https://schema.org/InStock',
      itemCondition: 'https://schema.org/NewCondition',
      seller: shop ? { '@type': 'Organization', name: shop, url: `${origin}/` } : undefined,
    },
  };
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  // A title may contain `</script>`; with `<` escaped it stays text.
  // biome-ignore lint/security/noDangerouslySetInnerHtml: React would escape the quotes of the JSON
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />;
}

/** A closed account is nobody, and has no page. */
function creatorOf({ username, displayName, portrait }: PostDto['artist'], origin: string) {
  if (isClosedUsername(username)) return undefined;
  const image = portrait ? `${origin}${pictureUrl(portrait, PORTRAIT_WIDTHS[2])}` : undefined;
  return { '@type': 'Person', name: displayName, url: `${origin}/artists/${username}`, image };
}
