import { isClosedUsername } from '#lib/domain/leaving.ts';
import type { PostDto } from '#lib/domain/posts/post-dto.ts';
import type { TrustLines } from '#lib/domain/settings/trust-lines.ts';

/** One short line beside the price that a buyer decides by; with `href` it is a link. */
export type Assurance = { key: string; text: string; href: string | null };

type Work = Pick<PostDto, 'status' | 'slug'> & { artist: Pick<PostDto['artist'], 'username'> };

/** The lines of a work's page, in order; of a sold work only the one about its artist, who may have left. */
export function assurancesOf({ status, slug, artist }: Work, { returns, seller }: TrustLines): Assurance[] {
  const ask = { key: 'ask', text: 'Ask about this work', href: `/posts/${slug}/ask` };
  if (status !== 'LISTED') return isClosedUsername(artist.username) ? [] : [ask];
  return [
    { key: 'payment', text: 'You pay on Stripe’s secure page. No account is needed.', href: null },
    { key: 'only-one', text: 'This work exists once. It is reserved for you while you pay.', href: null },
    ...(returns ? [{ key: 'returns', ...returns }] : []),
    ...(seller ? [{ key: 'seller', ...seller }] : []),
    ask,
  ];
}
