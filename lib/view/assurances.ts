import type { PostDto } from '#lib/domain/posts/post-dto.ts';
import type { TrustLines } from '#lib/domain/settings/trust-lines.ts';

/** One short line beside the price that a buyer decides by; with `href` it is a link. */
export type Assurance = { key: string; text: string; href: string | null };

/** The lines of a work's page, in order; none of a sold work. */
export function assurancesOf({ status }: Pick<PostDto, 'status'>, { returns, seller }: TrustLines): Assurance[] {
  if (status !== 'LISTED') return [];
  return [
    { key: 'payment', text: 'You pay on Stripe’s secure page. No account is needed.', href: null },
    { key: 'only-one', text: 'This work exists once. It is reserved for you while you pay.', href: null },
    ...(returns ? [{ key: 'returns', ...returns }] : []),
    ...(seller ? [{ key: 'seller', ...seller }] : []),
  ];
}
