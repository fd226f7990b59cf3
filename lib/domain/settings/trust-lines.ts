import type { LegalVersions } from './legal-pages.ts';

export type Returns = {
  /** Days from delivery within which a buyer may send a work back; 0: not at all, null: nothing is said. */
  days: number | null;
  /** Who pays the way back; '' if nothing is said. */
  paidBy: '' | 'buyer' | 'artist' | 'shop';
};

export type Seller = { kind: '' | 'trader' | 'private'; legalName: string };

/** A short line beside a price, and the page that says more; null if there is none. */
type TrustLine = { text: string; href: string | null };

export type TrustLines = {
  /** How a work goes back. */
  returns: TrustLine | null;
  /** Who answers for the shop. */
  seller: TrustLine | null;
};

const PAYS = {
  '': '',
  buyer: ' You pay the way back.',
  artist: ' The artist pays the way back.',
  shop: ' The shop pays the way back.',
} as const;

/**
 * The lines on a work's page that follow from the host's settings, the same for everyone: cached pages have them.
 * A line is null where the host has said nothing.
 */
export function trustLines(settings: { returns: Returns; seller: Seller }, pages: LegalVersions): TrustLines {
  const returns = returnsText(settings.returns);
  const seller = sellerText(settings.seller);
  return {
    returns: returns === null ? null : { text: returns, href: pages.returns ? '/returns' : null },
    seller: seller === null ? null : { text: seller, href: pages.imprint ? '/imprint' : null },
  };
}

function returnsText({ days, paidBy }: Returns): string | null {
  if (days === null) return null;
  if (days === 0) return 'This shop takes no returns.';
  return `Returns within ${days} ${days === 1 ? 'day' : 'days'}.${PAYS[paidBy]}`;
}

function sellerText({ kind, legalName }: Seller): string | null {
  if (!legalName) return null;
  const trader = { '': '', trader: ', a trader', private: ', not a trader' }[kind];
  return `This shop is run by ${legalName}${trader}.`;
}
