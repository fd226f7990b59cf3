/** The product's name, which the shop has until its host gives it another. */
export const SHOP_NAME = 'MakeYourSpace';

/** What the shop is, until its host says it. */
export const DEFAULT_TAGLINE = 'Works that exist once, straight from the artists who made them.';

/** What the shop is, below its tagline. */
export const SHOP_INTRO =
  'Each work is sold once, by the person who made it. You pay on Stripe’s secure page, and no account is needed.';

/** The two parts of a sender such as `Galerie Nord <shop@example.org>`; the name is '' where there is none. */
export function senderParts(sender: string): { name: string; address: string } {
  const [, quoted = '', address] = /^\s*"?([^"<]*?)"?\s*<([^<>]+)>\s*$/.exec(sender) ?? [];
  return { name: quoted.trim(), address: (address ?? sender).trim() };
}

/**
 * What the shop is called: the setting, else the name of the sender in MAIL_FROM, else the product's.
 * @param setting '' if the host has set none.
 */
export const shopNameOf = (setting: string, sender: string): string => setting || senderParts(sender).name || SHOP_NAME;
