import type { LegalVersions } from './legal-pages.ts';

export type ReadinessFacts = {
  /** The setting; '' if the host has set none and the shop is called like the product. */
  name: string;
  contact: { email: string; phone: string; address: string };
  seller: { kind: string; legalName: string; address: string };
  returns: { days: number | null };
  pages: LegalVersions;
  /** Whether Stripe's key moves real money. */
  isLive: boolean;
  /** NEXTAUTH_URL. */
  origin: string;
  /** The address of MAIL_FROM. */
  sender: string;
};

/** Something that a shop needs before it sells, and where a host gives it. */
export type Missing = { text: string; href: string };

const SETTINGS = '/admin/settings';
const MACHINE = `${SETTINGS}#machine`;

/** What is missing before a shop can go live, the most important first; nothing for a shop that is ready. */
export function missingBeforeLive(facts: ReadinessFacts): Missing[] {
  const { name, contact, seller, returns, pages, isLive, origin, sender } = facts;
  const checks: readonly [isMissing: boolean, text: string, href: string][] = [
    [name === '', 'The shop has no name of its own.', `${SETTINGS}#identity`],
    [contact.email === '', 'Nobody knows how to reach the shop: there is no contact email.', `${SETTINGS}#contact`],
    [
      seller.legalName === '' || seller.address === '' || seller.kind === '',
      'It is not said who runs the shop: legal name, address, and whether they are a trader.',
      `${SETTINGS}#seller`,
    ],
    [!pages.terms, 'There are no terms.', `${SETTINGS}/pages/terms`],
    [!pages.privacy, 'There is no page about privacy.', `${SETTINGS}/pages/privacy`],
    [!pages.imprint, 'There is no imprint.', `${SETTINGS}/pages/imprint`],
    [returns.days === null || !pages.returns, 'It is not said how works are returned.', `${SETTINGS}#returns`],
    [
      /@localhost$|\.(local|invalid|test)$/.test(sender),
      'Mails come from an address that nobody can reply to: set MAIL_FROM.',
      MACHINE,
    ],
    [!origin.startsWith('https://'), 'The shop has no https address: set NEXTAUTH_URL.', MACHINE],
    [!isLive, 'Stripe’s key is one for tests, so no real money moves: set STRIPE_SECRET_KEY.', MACHINE],
  ];
  return checks.filter(([isMissing]) => isMissing).map(([, text, href]) => ({ text, href }));
}
